/** How a type of column is read from the text that PostgreSQL sends. */
export interface TypeParsers {
  getTypeParser(oid: number, format?: string): (text: string) => unknown;
}
export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format: string;
}

/** Types whose text is the value: bool, numbers and JSON need reading, these do not. */
const TEXTS = new Set([18, 19, 25, 705, 1042, 1043, 2950]);

/** The columns of a prepared statement's rows, and how each is read. */
export class Layout {
  private readonly names: readonly string[];
  private readonly readers: readonly (((text: string) => unknown) | undefined)[];

  constructor(columns: readonly Column[], types: TypeParsers) {
    this.names = columns.map(({ name }) => name);
    this.readers = columns.map(({ dataTypeID, format }) =>
      TEXTS.has(dataTypeID) ? undefined : types.getTypeParser(dataTypeID, format),
    );
  }

  row(fields: readonly (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < fields.length; at += 1) {
      const text = fields[at]!;
      const read = this.readers[at];
      row[this.names[at]!] = text === null || !read ? text : read(text);
    }
    return row;
  }
}
