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

type Read = ((text: string) => unknown) | undefined;
type Row = Record<string, unknown>;
interface Part {
  readonly name: string;
  readonly names: readonly string[];
  readonly readers: readonly Read[];
}

/**
 * The columns of a prepared statement's rows, and how each is read. Columns named `dwelling.id`, `dwelling.label`, which follow
 * the row's own, are the properties of an object in it, which is null where the first of them is.
 */
export class Layout {
  private readonly own: Part;
  private readonly parts: readonly Part[];

  constructor(columns: readonly Column[], types: TypeParsers) {
    const parts = new Map<string, Column[]>([['', []]]);
    for (const column of columns) {
      const [, part = '', name] = /^(?:(.+)\.)?(.+)$/.exec(column.name) as unknown as [
        string,
        string | undefined,
        string,
      ];
      parts.set(part, [...(parts.get(part) ?? []), { ...column, name }]);
    }
    const [own, ...others] = [...parts].map(([name, within]) => ({
      name,
      names: within.map((column) => column.name),
      readers: within.map(({ dataTypeID, format }) =>
        TEXTS.has(dataTypeID) ? undefined : types.getTypeParser(dataTypeID, format),
      ),
    }));
    this.own = own!;
    this.parts = others;
  }

  row(fields: readonly (string | null)[]): Row {
    const row = read(this.own, fields, 0);
    let at = this.own.names.length;
    for (const part of this.parts) {
      row[part.name] = fields[at] === null ? null : read(part, fields, at);
      at += part.names.length;
    }
    return row;
  }
}

function read({ names, readers }: Part, fields: readonly (string | null)[], from: number): Row {
  const row: Row = {};
  for (let at = 0; at < names.length; at += 1) {
    const text = fields[from + at]!;
    const reader = readers[at];
    row[names[at]!] = text === null || !reader ? text : reader(text);
  }
  return row;
}
