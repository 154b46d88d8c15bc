import { addYears } from './calendar.js';
import { clock, type CivilDate } from './clock.js';
import { invalid } from './errors/failure.js';

/** Before it nobody lets anything that is still let: who writes 0026 means 2026. */
export const EARLIEST: CivilDate = '1900-01-01';
const MOST_YEARS_AHEAD = 10;
const LONGEST_YEARS = 100;

/** The day of an act: given, or today; never in the future. */
export function pastDay(given: CivilDate | undefined, pointer: string): CivilDate {
  const today = clock.today();
  if (given !== undefined && given > today) throw invalid(pointer, 'in_the_future');
  return given === undefined ? today : notBefore(given, pointer);
}

/** The day of an act that cannot have been before another one. */
export function pastDaySince(start: CivilDate, given: CivilDate | undefined, pointer: string): CivilDate {
  const day = pastDay(given, pointer);
  if (day < start) throw invalid(pointer, 'before_start', { start });
  return day;
}

/** A day from which something is to hold: of the past, or soon. */
export function comingDay(given: CivilDate, pointer: string): CivilDate {
  return notBefore(notBeyond(given, pointer, MOST_YEARS_AHEAD), pointer);
}

/** The planned end of something: that may be a long time from now. */
export function endingDay<T extends CivilDate | null | undefined>(given: T, pointer: string): T {
  if (given != null) notBefore(notBeyond(given, pointer, LONGEST_YEARS), pointer);
  return given;
}

function notBeyond(given: CivilDate, pointer: string, years: number): CivilDate {
  if (given > addYears(clock.today(), years)) throw invalid(pointer, 'years_ahead', { years });
  return given;
}

function notBefore(given: CivilDate, pointer: string): CivilDate {
  if (given < EARLIEST) throw invalid(pointer, 'before_start', { start: EARLIEST });
  return given;
}
