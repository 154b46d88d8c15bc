/** An answer that is JSON text already, made by PostgreSQL: it is sent as it is, neither parsed nor written again. */
export class RawJson {
  private readonly parts: readonly string[];

  constructor(...parts: string[]) {
    this.parts = parts;
  }

  within(before: string, after: string): RawJson {
    return new RawJson(before, ...this.parts, after);
  }

  /** Its parts are never put together as text: that would be a copy of the whole. */
  toBytes(): Buffer {
    const bytes = Buffer.allocUnsafe(this.parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
    let at = 0;
    for (const part of this.parts) at += bytes.write(part, at);
    return bytes;
  }

  /** For whoever needs the value (tests, idempotent replays). */
  toJSON(): unknown {
    return JSON.parse(this.parts.join(''));
  }
}
