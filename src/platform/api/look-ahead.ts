import { getNamedType, isObjectType, Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { may } from '../access/requires.js';
import type { Database } from '../database/database.js';
import { RELATION, type KnownRelation } from './graphql-fields.js';
import { readNouns } from './loaders.js';

/** Fields selected, with what is selected beneath them. */
type Selected = Map<string, SelectionSetNode[]>;
type Fragments = GraphQLResolveInfo['fragments'];

interface Wanted {
  readonly name: string;
  readonly relation: KnownRelation;
  readonly properties: ReadonlySet<string>;
}

const known = new WeakMap<object, readonly Wanted[]>();

/**
 * Fetches what a query selects beneath the rows of a list, one statement a relation, and hangs it on the rows, where
 * the fields of `@Related` find it. What the caller may not see is null.
 */
export async function lookAhead(database: Database, rows: readonly object[], info: GraphQLResolveInfo): Promise<void> {
  if (rows.length === 0) return;
  await Promise.all(
    wantedOf(info).map(async ({ name, relation, properties }) => {
      const idOf = (row: object): string | null => (row as Record<string, string | null>)[relation.key] ?? null;
      const ids = may(relation.permission) ? [...new Set(rows.map(idOf).filter((id) => id !== null))] : [];
      const found = ids.length === 0 ? undefined : await readNouns(database, relation.noun(), ids, properties);
      for (const row of rows) (row as Record<string, unknown>)[name] = found?.get(idOf(row) ?? '') ?? null;
    }),
  );
}

/** The relations of the rows' type that the document selects; a document that comes again is not walked again. */
function wantedOf(info: GraphQLResolveInfo): readonly Wanted[] {
  const before = known.get(info.fieldNodes[0]!);
  if (before) return before;
  const page = selectedIn(
    info.fieldNodes.map(({ selectionSet }) => selectionSet),
    info.fragments,
  );
  const nodes = [
    ...(page.get('nodes') ?? []),
    ...(selectedIn(page.get('edges') ?? [], info.fragments).get('node') ?? []),
  ];
  const connection = getNamedType(info.returnType);
  const type = isObjectType(connection) ? getNamedType(connection.getFields().nodes!.type) : undefined;
  const fields = isObjectType(type) ? type.getFields() : {};
  const wanted = [...selectedIn(nodes, info.fragments)].flatMap(([name, beneath]) => {
    const relation = fields[name]?.extensions[RELATION] as KnownRelation | undefined;
    return relation ? [{ name, relation, properties: new Set(selectedIn(beneath, info.fragments).keys()) }] : [];
  });
  known.set(info.fieldNodes[0]!, wanted);
  return wanted;
}

function selectedIn(
  sets: readonly (SelectionSetNode | undefined)[],
  fragments: Fragments,
  into: Selected = new Map(),
): Selected {
  for (const selection of sets.flatMap((set) => set?.selections ?? [])) {
    if (selection.kind === Kind.INLINE_FRAGMENT) selectedIn([selection.selectionSet], fragments, into);
    else if (selection.kind === Kind.FRAGMENT_SPREAD)
      selectedIn([fragments[selection.name.value]?.selectionSet], fragments, into);
    else {
      const beneath = into.get(selection.name.value) ?? [];
      if (selection.selectionSet) beneath.push(selection.selectionSet);
      into.set(selection.name.value, beneath);
    }
  }
  return into;
}
