import { figure } from './0011-indicators.js';
import { SqlMigration } from './support.js';

/**
 * What is counted by days counts those that have passed: of a year under way a room that is empty today was counted as empty, and
 * one lived in as taken, until its last day.
 */
export class DaysPassed1700000000067 extends SqlMigration {
  readonly name = 'DaysPassed1700000000067';

  protected readonly steps = ['occupancy_rate', 'vacancy_days', 'vacancy_cost'].flatMap(figure);

  protected readonly undo = [];
}
