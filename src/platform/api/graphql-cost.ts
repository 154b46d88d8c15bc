import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Objects that one request may ask for; a hundred of them are charged as one REST request. */
export const MAX_COST = 10_000;
const OBJECTS_A_POINT = 100;
const DEFAULT_ROWS = 50;
const MAX_ROWS = 200;
const ROWS_OF_A_PLAIN_LIST = 10;
const COST_OF_A_MUTATION = 10;
const COST_OF_INTROSPECTION = 1_000;

export function pointsOf(cost: number): number {
  return Math.max(1, Math.ceil(cost / OBJECTS_A_POINT));
}

/** How often a field's object comes: once, or as many rows as its connection was asked for. */
function timesOf(type: GraphQLOutputType, parent: GraphQLNamedType, rows: number): number {
  if (!isListType(getNullableType(type))) return 1;
  return parent.name.endsWith('Connection') ? rows : ROWS_OF_A_PLAIN_LIST;
}

interface Costed {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How many objects an operation can answer: rows of a connection are its `first`, rows of a plain list are taken to be ten. */
export function costOf({ schema, document, operation, variables }: Costed): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  const known = new Map<string, number>();

  const ofSet = (set: SelectionSetNode, type: GraphQLNamedType, rows: number): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(selection, type, rows);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        cost += ofSet(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? type, rows);
      else cost += ofFragment(selection.name.value, rows);
    }
    return cost;
  };
  const ofFragment = (name: string, rows: number): number => {
    const key = `${name} ${rows}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const cost = fragment && type ? ofSet(fragment.selectionSet, type, rows) : 0;
    known.set(key, cost);
    return cost;
  };
  const ofField = (field: FieldNode, parent: GraphQLNamedType, rows: number): number => {
    if (field.name.value.startsWith('__')) return field.selectionSet ? COST_OF_INTROSPECTION : 0;
    const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    const own = parent === schema.getMutationType() ? COST_OF_A_MUTATION : 0;
    if (!definition || !type || !isCompositeType(type) || !field.selectionSet) return own;
    const times = timesOf(definition.type, parent, rows);
    const wanted = definition.args.some(({ name }) => name === 'first') ? firstOf(field) : rows;
    return own + times * (1 + ofSet(field.selectionSet, type, wanted));
  };
  const firstOf = (field: FieldNode): number => {
    const given = field.arguments?.find(({ name }) => name.value === 'first')?.value;
    const node = given?.kind === Kind.VARIABLE ? defaults.get(given.name.value) : given;
    const bound = given?.kind === Kind.VARIABLE ? variables[given.name.value] : undefined;
    const value = bound ?? (node?.kind === Kind.INT ? Number(node.value) : undefined);
    return typeof value === 'number' && value >= 0 ? Math.min(value, MAX_ROWS) : DEFAULT_ROWS;
  };
  const typeNamed = (name: string | undefined): GraphQLNamedType | undefined =>
    name === undefined ? undefined : schema.getType(name);

  const root = schema.getRootType(operation.operation);
  return root ? ofSet(operation.selectionSet, root, DEFAULT_ROWS) : 0;
}
