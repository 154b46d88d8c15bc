export interface Noted {
  readonly tables: string[];
  readonly ids: string[];
}

/** Runs a statement in the transaction that makes the changes. */
export type Run = (sql: string, values: unknown[]) => Promise<unknown>;

/** What one request read and changed, gathered until its answer is ready. Ids and tables only, never a value. */
export class AuditTrail {
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
  read(table: string, ids: Iterable<string>): void {
    note(this.reads, table, ids);
  }

  changed(table: string, id: string): void {
    note(this.changes, table, [id]);
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
    for (const [table, ids] of this.changes) this.forget(table, new Set(ids));
    const changes = this.takeChanges();
    if (changes.ids.length > 0) await this.writer(run, changes, this.operation);
  }

  private forget(table: string, ids: ReadonlySet<string>): void {
    const others = this.reads.get(table)?.filter((id) => !ids.has(id)) ?? [];
    if (others.length > 0) this.reads.set(table, others);
    else this.reads.delete(table);
  }
}

function note(into: Map<string, string[]>, table: string, ids: Iterable<string>): void {
  const known = into.get(table) ?? [];
  for (const id of ids) known.push(id.toLowerCase());
  if (known.length > 0) into.set(table, known);
}

function take(from: Map<string, string[]>): Noted {
  const tables = [...from.keys()];
  const ids = new Set<string>();
  for (const known of from.values()) for (const id of known) ids.add(id);
  from.clear();
  return { tables, ids: [...ids] };
}
