import type { NamedStatement } from './entering.js';
import { ScopedRead } from './scoped-query.js';

/** Ids in one statement. */
const MOST_IDS = 100;

/** A statement that takes the consortium and ids, and returns a row, or none, for each. */
export type KeyedStatement = Pick<NamedStatement, 'name' | 'text'>;

type Answered = (error: Error | null, row?: object) => void;

/**
 * Rows that requests of one actor ask for by id, as one statement: to set a statement up under policies, and to tell what its rows
 * are, costs several times as much as a row more.
 */
export class KeyedRead {
  private asked = new Map<string, Answered[]>();
  private hasLeft = false;

  constructor(
    private readonly entering: NamedStatement,
    private readonly statement: KeyedStatement,
    private readonly consortiumId: string,
  ) {}

  /** Until it has left. */
  takes(id: string): boolean {
    return !this.hasLeft && (this.asked.size < MOST_IDS || this.asked.has(id));
  }

  /** The id in lower case, as PostgreSQL writes it. Of an id that is asked for twice each has a row of its own. */
  find<T extends { id: string }>(id: string): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const answered: Answered = (error, row) => (error ? reject(error) : resolve(row as T | undefined));
      const askers = this.asked.get(id);
      if (askers) askers.push(answered);
      else this.asked.set(id, [answered]);
    });
  }

  /** As it goes to the wire: nobody joins it any more. */
  leave(): ScopedRead {
    this.hasLeft = true;
    const { asked, entering, statement, consortiumId } = this;
    this.asked = new Map();
    const values = [consortiumId, `{${[...asked.keys()].join(',')}}`];
    return new ScopedRead(entering, { ...statement, values }, (error, rows = []) => {
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const [id, askers] of asked) {
        const row = found.get(id);
        askers.forEach((answered, at) => answered(error, at === 0 ? row : structuredClone(row)));
      }
    });
  }
}
