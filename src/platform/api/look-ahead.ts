import {
  getNamedType,
  isObjectType,
  Kind,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { may } from '../access/requires.js';
import type { Database } from '../database/database.js';
import { fieldsOf, type ClassOf } from './fields.js';
import { RELATION, type KnownRelation } from './graphql-fields.js';
import { readNouns } from './loaders.js';

/** Fields selected, with what is selected beneath them. */
type Selected = Map<string, SelectionSetNode[]>;
type Fragments = GraphQLResolveInfo['fragments'];

/** Which properties of a noun's rows a list is asked for. */
export interface Selection {
  readonly noun: ClassOf;
  readonly properties: ReadonlySet<string>;
}

interface Wanted {
  readonly name: string;
  readonly relation: KnownRelation;
  readonly properties: ReadonlySet<string> | undefined;
}

interface Rows {
  /** Undefined where a field is selected that a method answers, which may look at any property. */
  readonly properties: ReadonlySet<string> | undefined;
  readonly relations: readonly Wanted[];
}

const known = new WeakMap<object, Rows>();

/**
 * Fetches what a query selects beneath the rows of a list, one statement a relation, and hangs it on the rows, where
 * the fields of `@Related` find it. What the caller may not see is null.
 */
export async function lookAhead(
  database: Database,
  rows: readonly object[],
  relations: readonly Wanted[],
): Promise<void> {
  if (rows.length === 0) return;
  await Promise.all(
    relations.map(async ({ name, relation, properties }) => {
      const idOf = (row: object): string | null => (row as Record<string, string | null>)[relation.key] ?? null;
      const ids = may(relation.permission) ? [...new Set(rows.map(idOf).filter((id) => id !== null))] : [];
      const found = ids.length === 0 ? undefined : await readNouns(database, relation.noun(), ids, properties);
      for (const row of rows) (row as Record<string, unknown>)[name] = found?.get(idOf(row) ?? '') ?? null;
    }),
  );
}

/**
 * What is selected of the rows of a connection. A compiled document has one list of nodes for a field, and is not walked again.
 * The first node alone would not do: other operations of the document, or other variables, merge others with it.
 */
export function selectedIn(info: GraphQLResolveInfo, noun: ClassOf): Rows {
  const before = known.get(info.fieldNodes);
  if (before) return before;
  const { fragments } = info;
  const page = fieldsIn(
    info.fieldNodes.map(({ selectionSet }) => selectionSet),
    fragments,
  );
  const nodes = [...(page.get('nodes') ?? []), ...(fieldsIn(page.get('edges') ?? [], fragments).get('node') ?? [])];
  const connection = getNamedType(info.returnType);
  const type = isObjectType(connection) ? getNamedType(connection.getFields().nodes!.type) : undefined;
  const made = isObjectType(type) ? rowsOf(type, noun, nodes, fragments) : { properties: undefined, relations: [] };
  known.set(info.fieldNodes, made);
  return made;
}

function rowsOf(type: GraphQLObjectType, noun: ClassOf, sets: readonly SelectionSetNode[], fragments: Fragments): Rows {
  const published = new Set(fieldsOf(noun).map(({ property }) => property));
  const properties = new Set<string>();
  const relations: Wanted[] = [];
  let isWhole = false;
  for (const [name, beneath] of fieldsIn(sets, fragments)) {
    const field = type.getFields()[name];
    const relation = field?.extensions[RELATION] as KnownRelation | undefined;
    const other = field && getNamedType(field.type);
    if (relation && isObjectType(other)) {
      properties.add(relation.key);
      relations.push({ name, relation, properties: rowsOf(other, relation.noun(), beneath, fragments).properties });
    } else if (published.has(name)) properties.add(name);
    else if (name !== '__typename') isWhole = true;
  }
  return { properties: isWhole ? undefined : properties, relations };
}

function fieldsIn(
  sets: readonly (SelectionSetNode | undefined)[],
  fragments: Fragments,
  into: Selected = new Map(),
): Selected {
  for (const selection of sets.flatMap((set) => set?.selections ?? [])) {
    if (selection.kind === Kind.INLINE_FRAGMENT) fieldsIn([selection.selectionSet], fragments, into);
    else if (selection.kind === Kind.FRAGMENT_SPREAD)
      fieldsIn([fragments[selection.name.value]?.selectionSet], fragments, into);
    else {
      const beneath = into.get(selection.name.value) ?? [];
      if (selection.selectionSet) beneath.push(selection.selectionSet);
      into.set(selection.name.value, beneath);
    }
  }
  return into;
}
