import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { GraphQLFactory } from '@nestjs/graphql';
import { isObjectType, lexicographicSortSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

type Resolvers = Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>;
/** What Nest makes the schema with, which it does not declare (@nestjs/graphql 14; covered by test/contract.spec.ts). */
interface InnerFactory {
  readonly gqlSchemaBuilder: {
    build(autoSchemaFile: true, options: ApolloDriverConfig, resolvers: unknown[]): Promise<GraphQLSchema>;
  };
  readonly resolversExplorerService: { explore(): Resolvers; getAllCtors(): unknown[] };
}

/**
 * The schema of the published shapes, with the resolvers of the features. Nest would write it down, parse that and make it anew to
 * attach them: a tenth of the start, and a tree of the whole text that stays in memory. Here they are attached to what it made first.
 */
export async function schemaBy(factory: GraphQLFactory, options: ApolloDriverConfig): Promise<GraphQLSchema> {
  const { gqlSchemaBuilder, resolversExplorerService } = factory as unknown as InnerFactory;
  const schema = await gqlSchemaBuilder.build(true, options, resolversExplorerService.getAllCtors());
  attach(schema, resolversExplorerService.explore());
  return lexicographicSortSchema(withoutClosures(schema));
}

function attach(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`${typeName} has resolvers and is no object of the schema`);
    for (const [name, resolve] of Object.entries(fields)) type.getFields()[name]!.resolve = resolve;
  }
}

/** Plain fields are read by the executor itself: Nest's closure around each costs more than the read. */
function withoutClosures(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.resolve?.name === 'rootFieldResolver') field.resolve = undefined;
  }
  return schema;
}
