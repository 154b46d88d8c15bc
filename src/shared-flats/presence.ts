import { addDays } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { PresenceLevel } from './shared-flats.enums.js';

/** A period outside France; half open, `endsOn` null while the return is not known. */
export interface Abroad {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate | null;
}

export interface PresenceCount {
  readonly year: number;
  /** Until today, today included. */
  readonly daysAbroad: number;
  /** With what is planned for the rest of the year. */
  readonly daysExpected: number;
  readonly mostDaysAbroad: number;
  readonly level: PresenceLevel;
}

/** Days abroad at which one is warned (france.md, ASPA_RESIDENCE), the last first. */
const WARNINGS: readonly [number, PresenceLevel][] = [
  [85, 'last_warning'],
  [75, 'second_warning'],
  [60, 'first_warning'],
];

/**
 * ASPA asks for more than nine months of presence in France a calendar year since 1 January 2025 (décret 2024-361), for more
 * than six before. Only days outside France reduce it: a stay in hospital in France does not.
 */
export function presence(periods: readonly Abroad[], year: number, today: CivilDate): PresenceCount {
  const first = `${year}-01-01`;
  const next = `${year + 1}-01-01`;
  const tomorrow = addDays(today, 1);
  const daysAbroad = abroad(periods, first, earlier(next, tomorrow), tomorrow);
  const daysExpected = abroad(periods, first, next, tomorrow);
  const mostDaysAbroad = mostAbroad(year);
  const warning = WARNINGS.find(([days]) => daysAbroad >= days);
  const level = daysAbroad > mostDaysAbroad ? 'lost' : (warning?.[1] ?? 'kept');
  return { year, daysAbroad, daysExpected, mostDaysAbroad, level };
}

/** The last number of days abroad that was reached of those at which one is warned, and on which day. */
export function reached(
  periods: readonly Abroad[],
  year: number,
  today: CivilDate,
): { readonly days: number; readonly on: CivilDate; readonly level: PresenceLevel } | null {
  const { daysAbroad, mostDaysAbroad, level } = presence(periods, year, today);
  if (level === 'kept') return null;
  const days = level === 'lost' ? mostDaysAbroad + 1 : WARNINGS.find(([asked]) => daysAbroad >= asked)![0];
  const tomorrow = addDays(today, 1);
  let before = 0;
  for (const [start, end] of apart(periods, `${year}-01-01`, earlier(`${year + 1}-01-01`, tomorrow), tomorrow)) {
    const here = between(start, end);
    if (before + here >= days) return { days, on: addDays(start, days - before - 1), level };
    before += here;
  }
  return null;
}

/** One day of presence more than the months asked for, counted from the first of January, must be left. */
function mostAbroad(year: number): number {
  const asked = between(`${year}-01-01`, year < 2025 ? `${year}-07-01` : `${year}-10-01`);
  return between(`${year}-01-01`, `${year + 1}-01-01`) - asked - 1;
}

function abroad(periods: readonly Abroad[], from: CivilDate, to: CivilDate, tomorrow: CivilDate): number {
  return apart(periods, from, to, tomorrow).reduce((sum, [start, end]) => sum + between(start, end), 0);
}

/** In order and apart from each other: days that two supporters wrote down count once. */
function apart(
  periods: readonly Abroad[],
  from: CivilDate,
  to: CivilDate,
  tomorrow: CivilDate,
): readonly [start: CivilDate, end: CivilDate][] {
  const found: [CivilDate, CivilDate][] = [];
  for (const { startsOn, endsOn } of [...periods].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))) {
    const start = later(startsOn, found.at(-1)?.[1] ?? from);
    const end = earlier(endsOn ?? later(tomorrow, startsOn), to);
    if (start < end) found.push([start, end]);
  }
  return found;
}

const earlier = (a: CivilDate, b: CivilDate): CivilDate => (a < b ? a : b);
const later = (a: CivilDate, b: CivilDate): CivilDate => (a > b ? a : b);

function between(from: CivilDate, to: CivilDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
