import { Temporal } from 'temporal-polyfill';

/** A civil date, `YYYY-MM-DD`, without a time and without a zone. */
export type CivilDate = string;
/** An instant, RFC 3339 in UTC. */
export type Instant = string;

/** The consortium's zone: civil dates and months are counted here. */
export const ZONE = 'Europe/Paris';

let fixed: Temporal.Instant | undefined;
const known = { minute: NaN, day: '' };

/** The only place that asks what time it is. Rules receive the date as a parameter (`design.md` F). */
export const clock = {
  now(): Instant {
    return this.asDate().toISOString();
  },
  /** Days begin on a whole minute: within one the answer is the same. */
  today(): CivilDate {
    const minute = Math.floor(this.epochMs() / 60_000);
    if (minute !== known.minute) {
      known.minute = minute;
      known.day = this.instant().toZonedDateTimeISO(ZONE).toPlainDate().toString();
    }
    return known.day;
  },
  /** Whole seconds until the next civil day begins; at least one. */
  secondsLeftToday(): number {
    const now = this.instant().toZonedDateTimeISO(ZONE);
    const next = now.toPlainDate().add({ days: 1 }).toZonedDateTime(ZONE);
    return Math.max(1, Math.floor((next.epochMilliseconds - now.epochMilliseconds) / 1000));
  },
  epochMs(): number {
    return fixed?.epochMilliseconds ?? Date.now();
  },
  epochSeconds(): number {
    return Math.floor(this.epochMs() / 1000);
  },
  /** For libraries that only know `Date`. */
  asDate(): Date {
    return new Date(this.epochMs());
  },
  instant(): Temporal.Instant {
    return fixed ?? Temporal.Now.instant();
  },
  /** For tests: stops the clock at an instant, or lets it run again. */
  set(instant: Instant | null): void {
    fixed = instant === null ? undefined : Temporal.Instant.from(instant);
  },
};
