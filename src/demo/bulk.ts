import type { Client } from 'pg';

export type Row = Record<string, unknown>;

/** Rows by table, in the order in which they were first added. */
export class Rows {
  private readonly tables = new Map<string, Row[]>();

  add(table: string, row: Row): void {
    const rows = this.tables.get(table);
    if (rows) rows.push(row);
    else this.tables.set(table, [row]);
  }

  ids(table: string): string[] {
    return (this.tables.get(table) ?? []).map(({ id }) => id as string);
  }

  of(table: string): readonly Row[] {
    return this.tables.get(table) ?? [];
  }

  /** Writes one statement a table, in the order given; what is not named would be forgotten, so it is refused. */
  async write(client: Client, consortiumId: string, order: readonly string[]): Promise<void> {
    const forgotten = [...this.tables.keys()].filter((table) => !order.includes(table));
    if (forgotten.length > 0) throw new Error(`No order is given for ${forgotten.join(', ')}`);
    for (const table of order) {
      const rows = this.of(table);
      if (rows.length === 0) continue;
      const columns = ['consortium_id', ...Object.keys(rows[0]!)].join(', ');
      const values = JSON.stringify(rows.map((row) => ({ consortium_id: consortiumId, ...row })));
      await client.query(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
        [values],
      );
    }
  }
}

/** A small generator of repeatable choices, so that two demonstrations are alike. */
export class Dice {
  constructor(private state: number) {}

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return low + Math.floor((this.state / 4_294_967_296) * (high - low + 1));
  }

  of<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)]!;
  }
}
