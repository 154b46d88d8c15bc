import { expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { isObjectType } from 'graphql';
import { RELATION, type KnownRelation } from '../src/platform/api/graphql-fields.js';
import { routesOf } from '../src/platform/api/routes.js';
import { testApp } from './support/app.js';

const { app } = await testApp();

it('a field of GraphQL that is another noun asks the permission of a route that reads it', () => {
  const routes = routesOf(app.get(ModulesContainer)).flatMap(({ operation }) => (operation ? [operation] : []));
  const related = Object.values(app.get(GraphQLSchemaHost).schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, extensions }) => {
        const relation = extensions[RELATION] as KnownRelation | undefined;
        return relation ? [{ field: `${type.name}.${name}`, noun: relation.noun(), asked: relation.permission }] : [];
      }),
    );
  expect(related.length).toBeGreaterThan(20);
  const apart = related.flatMap(({ field, noun, asked }) => {
    const answering = routes.filter(({ returns }) => returns === noun);
    const reads = answering.filter(({ kind }) => kind === 'read');
    const lists = answering.filter(({ kind }) => kind === 'list');
    const permissions = new Set((reads.length > 0 ? reads : lists).map(({ permission }) => permission));
    return permissions.has(asked) ? [] : [`${field}: ${asked}, read by ${[...permissions].join(', ') || 'no route'}`];
  });
  expect(apart).toEqual([]);
});
