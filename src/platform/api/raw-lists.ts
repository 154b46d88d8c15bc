import {
  getArgumentValues,
  getNamedType,
  getOperationAST,
  GraphQLError,
  isObjectType,
  Kind,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Connection } from './connections.js';
import { fieldsIn, isBare, type Fragments, type Selected } from './look-ahead.js';
import { RawJson } from './raw-json.js';

type Info = GraphQLResolveInfo & { readonly raw?: boolean };

/** Whether a list is asked for its rows as JSON. */
export function isRaw(info: GraphQLResolveInfo): boolean {
  return (info as Info).raw === true;
}

/** A query for one list, of which nothing but columns is selected: PostgreSQL writes its rows, nobody reads or writes them again. */
export interface RawList {
  /** Found out at the first time: the list works upon its rows, or its columns are more than columns. */
  answersRows: boolean;
  readonly operation: OperationDefinitionNode;
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly fragments: Fragments;
  /** What is selected of the connection, and of its `pageInfo`. */
  readonly page: readonly string[];
  readonly pageInfo: readonly string[];
  readonly typeName: string;
  readonly fieldNodes: readonly FieldNode[];
}

/** Undefined for other queries. Whether the rows are columns alone, the list's selection tells. */
export function rawListOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): RawList | undefined {
  const operation = getOperationAST(document, operationName);
  const node = operation?.operation === 'query' ? onlyFieldOf(operation) : undefined;
  const field = node && schema.getQueryType()?.getFields()[node.name.value];
  const connection = field && getNamedType(field.type);
  if (!isObjectType(connection) || !connection.name.endsWith('Connection')) return undefined;
  const fragments = fragmentsOf(document);
  const page = fieldsIn([node!.selectionSet], fragments);
  const info = page.get('pageInfo') ?? [];
  if (!isPage(page) || ![[node!.selectionSet], info].every((sets) => isBare(sets, fragments))) return undefined;
  return {
    answersRows: false,
    operation: operation!,
    node: node!,
    field: field!,
    fragments,
    page: [...page.keys()],
    pageInfo: [...fieldsIn(info, fragments).keys()],
    typeName: connection.name,
    fieldNodes: [node!],
  };
}

function onlyFieldOf({ selectionSet }: OperationDefinitionNode): FieldNode | undefined {
  const [node, ...others] = selectionSet.selections;
  return others.length === 0 && node?.kind === Kind.FIELD && !node.directives?.length ? node : undefined;
}

/** The nodes, not the edges with their cursors. */
function isPage(selected: Selected): boolean {
  return selected.has('nodes') && [...selected.keys()].every((name) => PAGE.has(name));
}

const PAGE: ReadonlySet<string> = new Set(['nodes', 'pageInfo', '__typename']);

/** Undefined where the list has no JSON: then it is a query as any other. */
export async function answerRaw(
  schema: GraphQLSchema,
  list: RawList,
  context: unknown,
  variables: Record<string, unknown>,
): Promise<ExecutionResult | undefined> {
  const { operation, node, field } = list;
  if (list.answersRows) return undefined;
  const key = node.alias?.value ?? node.name.value;
  const info: Partial<Info> = {
    raw: true,
    fieldName: field.name,
    fieldNodes: list.fieldNodes,
    returnType: field.type,
    fragments: list.fragments,
    schema,
    operation,
    variableValues: variables,
  };
  try {
    const args = getArgumentValues(field, node, variables);
    const connection = (await field.resolve!(undefined, args, context, info as Info)) as Connection<object>;
    const { json } = connection;
    list.answersRows = json === undefined;
    if (json === undefined) return undefined;
    return { data: new RawJson(`{"${key}":`, ...partsOf(list, json, connection), '}') as never };
  } catch (error) {
    const originalError = error instanceof Error ? error : undefined;
    return {
      data: { [key]: null },
      errors: [new GraphQLError(String(originalError?.message), { nodes: [node], path: [key], originalError })],
    };
  }
}

/** Not put together: that would be a copy of the rows. */
function partsOf(list: RawList, nodes: string, { pageInfo }: Connection<object>): string[] {
  const fields = list.page.flatMap((name, index) => {
    const value = name === 'nodes' ? ['[', nodes, ']'] : [pageValueOf(list, name, pageInfo)];
    return [`${index === 0 ? '{' : ','}"${name}":`, ...value];
  });
  return [...fields, '}'];
}

function pageValueOf(list: RawList, name: string, pageInfo: Connection<object>['pageInfo']): string {
  if (name === '__typename') return `"${list.typeName}"`;
  const values = list.pageInfo.map((key) => [
    key,
    key === '__typename' ? 'PageInfo' : pageInfo[key as keyof typeof pageInfo],
  ]);
  return JSON.stringify(Object.fromEntries(values));
}

function fragmentsOf(document: DocumentNode): Fragments {
  const definitions = document.definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return Object.fromEntries(definitions.map((definition) => [definition.name.value, definition]));
}
