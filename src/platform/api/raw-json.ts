/** An answer that is JSON text already, made by PostgreSQL: it is sent as it is, neither parsed nor written again. */
export class RawJson {
  constructor(readonly text: string) {}

  /** For whoever needs the value (tests, idempotent replays). */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}
