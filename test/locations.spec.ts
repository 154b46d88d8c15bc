import { describe, expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { locationOf } from '../src/platform/api/answers.js';
import { routesOf } from '../src/platform/api/routes.js';
import { testApp } from './support/app.js';

const test = await testApp();
const routes = routesOf(test.app.get(ModulesContainer));
const makes = routes.filter(({ operation }) => operation?.kind === 'create' || operation?.kind === 'put');
const ID = '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10';
const reads = routes
  .filter(({ method, operation }) => method === 'GET' && operation?.kind === 'read')
  .map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`));

describe('What is made', () => {
  it('is where its Location says, or says none', () => {
    const places = makes.flatMap(({ path, operation }) => locationOf(operation!, path.replace(/:\w+/g, ID), ID) ?? []);
    expect(places.length).toBeGreaterThan(20);
    expect(places.filter((place) => !reads.some((read) => read.test(place)))).toEqual([]);
  });

  it('has no Location where nothing reads it by itself, as a new capacity of a dwelling', () => {
    const capacity = makes.find(({ path }) => path === '/v1/dwellings/:id/capacities');
    expect(capacity?.operation?.location).toBeNull();
  });
});
