import type { NamedStatement } from './entering.js';
import { ScopedRead } from './scoped-query.js';

/** Ids in one statement. */
const MOST_IDS = 100;

/** A statement that takes the consortium and ids, and returns a row, or none, for each. */
export type KeyedStatement = Pick<NamedStatement, 'name' | 'text'>;

interface Asked {
  readonly id: string;
  readonly answered: (error: Error | null, row?: object) => void;
}

/**
 * Rows that requests of one actor ask for by id, as one statement: to set a statement up under policies, and to tell what its rows
 * are, costs several times as much as a row more.
 */
export class KeyedRead {
  private asked = new Map<string, Asked>();
  private hasLeft = false;

  constructor(
    private readonly entering: NamedStatement,
    private readonly statement: KeyedStatement,
    private readonly consortiumId: string,
  ) {}

  /** Until it has left. Of an id that is asked for twice each has a row of its own. */
  takes(id: string): boolean {
    return !this.hasLeft && this.asked.size < MOST_IDS && !this.asked.has(id);
  }

  /** The id in lower case, as PostgreSQL writes it. */
  find<T extends { id: string }>(id: string): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const answered: Asked['answered'] = (error, row) => (error ? reject(error) : resolve(row as T | undefined));
      this.asked.set(id, { id, answered });
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
      for (const { id, answered } of asked.values()) answered(error, found.get(id));
    });
  }
}
