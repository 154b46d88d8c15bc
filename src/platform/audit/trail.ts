export interface Noted {
  readonly tables: string[];
  /** With commas between them. */
  readonly ids: string;
}

/** Runs a statement in the transaction that makes the changes. */
export type Run = (sql: string, values: unknown[]) => Promise<unknown>;

/** What one request read and changed, gathered until its answer is ready. Ids and tables only, never a value. */
export class AuditTrail {
  /** Of each table lists of ids, with commas between them as PostgreSQL writes them: nobody takes them apart without need. */
  private readonly reads = new Map<string, string[]>();
  private readonly changes = new Map<string, string[]>();

  constructor(
    private readonly writer: (run: Run, changes: Noted, operation: string) => Promise<void>,
    /** What the request asks for, for example `GET /v1/placements/:id`: the route's pattern, never an address with ids. */
    public operation: string,
  ) {}

  get hasReads(): boolean {
    return this.reads.size > 0;
  }

  /** Notes that rows of a table were read. */
  read(table: string, ids: readonly string[]): void {
    if (ids.length > 0) note(this.reads, table, uuids(ids));
  }

  /** As `read`, of ids that PostgreSQL wrote down as a list; null: none. */
  readList(table: string, ids: string | null): void {
    if (ids) note(this.reads, table, repeats(ids) ? once([ids]) : ids);
  }

  changed(table: string, id: string): void {
    note(this.changes, table, uuids([id]));
  }

  /** Tables and ids read, and forgets them: each is written once. */
  takeReads(): Noted {
    return take(this.reads);
  }

  takeChanges(): Noted {
    return take(this.changes);
  }

  /**
   * Writes the changes in the transaction that makes them: without its entry no change is committed. It tells of the rows that were
   * read back, too: their read needs no entry of its own.
   */
  async writeChanges(run: Run): Promise<void> {
    for (const [table, lists] of this.changes) this.forget(table, new Set(lists));
    const changes = this.takeChanges();
    if (changes.ids !== '') await this.writer(run, changes, this.operation);
  }

  private forget(table: string, ids: ReadonlySet<string>): void {
    const others = (this.reads.get(table) ?? []).flatMap((list) => list.split(',')).filter((id) => !ids.has(id));
    if (others.length > 0) this.reads.set(table, others);
    else this.reads.delete(table);
  }
}

function note(into: Map<string, string[]>, table: string, list: string): void {
  const known = into.get(table);
  if (known) known.push(list);
  else into.set(table, [list]);
}

/** Of each table each id once; and one list of tables that share their ids, as an account has those of its tenancy. */
function take(from: Map<string, string[]>): Noted {
  const tables = [...from.keys()];
  const lists = [...from.values()].map((known) => (known.length > 1 ? once(known) : known[0]!));
  from.clear();
  return { tables, ids: [...new Set(lists)].join(',') };
}

function once(lists: readonly string[]): string {
  return [...new Set(lists.join(',').split(','))].join(',');
}

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const UUIDS = new RegExp(`^${UUID}(,${UUID})*$`);
const LENGTH = 36;

function uuids(ids: readonly string[]): string {
  const list = (ids.length > 1 ? [...new Set(ids)] : ids).join(',').toLowerCase();
  if (!UUIDS.test(list)) throw new Error('The audit notes ids only, and this is none');
  return list;
}

/** Whether the first id stands there again, as the operator of all rows does: to compare all costs more than a few that stand there twice. */
function repeats(list: string): boolean {
  return list.length > LENGTH && list.includes(list.slice(0, LENGTH), LENGTH);
}
