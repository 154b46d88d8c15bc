import { Field, ObjectType, TypeMetadataStorage } from '@nestjs/graphql';
import type { ClassOf } from './fields.js';
import type { Page } from './pages.js';

@ObjectType('PageInfo', { description: 'Where a page ends (Relay)' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Always false: pages are read forwards' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row, for `after`; the `nextCursor` of REST' })
  endCursor!: string | null;
}

export interface Edge<T> {
  cursor: string | null;
  node: T;
}

export interface Connection<T> {
  nodes: T[];
  /** The nodes as JSON with commas between them, where the list was asked for them so. */
  readonly json: string | undefined;
  readonly edges: Edge<T>[];
  readonly pageInfo: PageInfo;
}

const made = new Map<ClassOf, ClassOf>();

/** The Relay connection of a shape, made once: `nodes`, `edges { cursor node }`, `pageInfo`. */
export function connectionOf(shape: ClassOf): ClassOf {
  const known = made.get(shape);
  if (known) return known;
  const name = TypeMetadataStorage.getObjectTypeMetadataByTarget(shape)?.name;
  if (!name) throw new Error(`${shape.name} is no published shape`);
  const edge = objectType(`${name}Edge`, 'One row and its cursor', {
    cursor: [
      () => String,
      { nullable: true, description: 'For `after`; null where the list has cursors at its page ends only' },
    ],
    node: [() => shape, { description: 'The row' }],
  });
  const connection = objectType(`${name}Connection`, 'A page', {
    nodes: [() => [shape], { description: 'The rows' }],
    edges: [() => [edge], { description: 'The rows with their cursors' }],
    pageInfo: [() => PageInfo, { description: 'Where it ends' }],
  });
  made.set(shape, connection);
  return connection;
}

type FieldDefinition = [type: () => unknown, options: { description: string; nullable?: boolean }];

function objectType(name: string, description: string, fields: Record<string, FieldDefinition>): ClassOf {
  const shape = { [name]: class {} }[name] as ClassOf;
  for (const [property, [type, options]] of Object.entries(fields)) {
    (Field as (type: () => unknown, options: object) => PropertyDecorator)(type, options)(
      shape.prototype as object,
      property,
    );
  }
  ObjectType(name, { description })(shape);
  return shape;
}

/** A REST page as a Relay connection. Edges and their signed cursors are made only when the query asks for them. */
export function toConnection<T>(page: Page<T>): Connection<T> {
  const cursorAt = (index: number): string | null => {
    const row = page.data.at(index);
    if (row === undefined) return null;
    const isLast = index === -1 || index === page.data.length - 1;
    return page.cursorOf?.(row) ?? (isLast ? page.nextCursor : null);
  };
  return {
    nodes: page.data,
    json: page.json,
    get edges() {
      return page.data.map((node, index) => ({ cursor: cursorAt(index), node }));
    },
    get pageInfo() {
      return {
        hasNextPage: page.nextCursor !== null,
        hasPreviousPage: false,
        get startCursor() {
          return cursorAt(0);
        },
        get endCursor() {
          return page.nextCursor ?? cursorAt(-1);
        },
      };
    },
  };
}
