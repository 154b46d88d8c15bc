import {
  getNamedType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { fieldsOf, type ClassOf } from './fields.js';
import { RELATION, type KnownRelation } from './graphql-fields.js';

/** Fields selected, with what is selected beneath them. */
export type Selected = Map<string, SelectionSetNode[]>;
export type Fragments = GraphQLResolveInfo['fragments'];

/** What a list is asked for of its rows, and beside them. */
export interface Selection extends Rows {
  readonly noun: ClassOf;
  /** The rows as JSON that PostgreSQL writes, where a list can: see `raw-lists.ts`. */
  readonly raw: boolean;
}

/** A relation, and what of it. */
export interface Wanted extends Rows {
  readonly name: string;
  readonly relation: KnownRelation;
}

interface Rows {
  /** Undefined where a field is selected that a method answers, which may look at any property. */
  readonly properties: ReadonlySet<string> | undefined;
  readonly relations: readonly Wanted[];
  /** Undefined where not every field is a column or a relation of columns, under its own name. */
  readonly plain: PlainRows | undefined;
}

/** The fields of an object in the order in which they are selected: columns, relations and `__typename`. */
export interface PlainRows {
  readonly typeName: string;
  readonly fields: readonly string[];
}

const UNKNOWN: Rows = { properties: undefined, relations: [], plain: undefined };
const known = new WeakMap<object, Rows>();

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
  const made = isObjectType(type) ? rowsOf(type, noun, nodes, fragments) : UNKNOWN;
  known.set(info.fieldNodes, made);
  return made;
}

function rowsOf(type: GraphQLObjectType, noun: ClassOf, sets: readonly SelectionSetNode[], fragments: Fragments): Rows {
  const published = new Set(fieldsOf(noun).map(({ property }) => property));
  const properties = new Set<string>();
  const relations: Wanted[] = [];
  const selected = fieldsIn(sets, fragments);
  let isWhole = false;
  for (const [name, beneath] of selected) {
    const field = type.getFields()[name];
    const relation = field?.extensions[RELATION] as KnownRelation | undefined;
    const other = field && getNamedType(field.type);
    if (relation && isObjectType(other)) {
      properties.add(relation.key);
      relations.push({ name, relation, ...rowsOf(other, relation.noun(), beneath, fragments) });
    } else if (published.has(name)) properties.add(name);
    else if (name !== '__typename') isWhole = true;
  }
  if (isWhole) return { properties: undefined, relations, plain: undefined };
  const fields = [...selected.keys()];
  const isPlain = isBare(sets, fragments) && areColumns(type, noun, fields) && relations.every(isPlainBeside);
  return { properties, relations, plain: isPlain ? { typeName: type.name, fields } : undefined };
}

/** Fields with a selection or a scalar of their own, and those that a method answers, are more than columns. */
function areColumns(type: GraphQLObjectType, noun: ClassOf, fields: readonly string[]): boolean {
  const more = fieldsOf(noun).filter(
    ({ property, kind }) => kind === 'nested' || kind === 'counts' || type.getFields()[property]?.resolve,
  );
  return !more.some(({ property }) => fields.includes(property));
}

function isPlainBeside({ plain, relations }: Wanted): boolean {
  return plain !== undefined && relations.length === 0;
}

/** Whether every field is named as it is, and no directive leaves one out. */
export function isBare(sets: readonly (SelectionSetNode | undefined)[], fragments: Fragments): boolean {
  return sets
    .flatMap((set) => set?.selections ?? [])
    .every((selection) => {
      if (selection.directives?.length) return false;
      if (selection.kind === Kind.FIELD) return isNamedAsItIs(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isBare([selection.selectionSet], fragments);
      return isBare([fragments[selection.name.value]?.selectionSet], fragments);
    });
}

function isNamedAsItIs({ name, alias }: FieldNode): boolean {
  return alias === undefined || alias.value === name.value;
}

export function fieldsIn(
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
