import 'reflect-metadata';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { printSchema } from 'graphql';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppModule } from './app.module.js';
import { runCommand } from './command.js';
import { permissionsOf, ROLES, type Permission } from './platform/access/permissions.js';
import { fastifyAdapter } from './platform/api/http.js';
import { openapiDocument } from './platform/api/openapi.js';
import { rootFieldsOf, routesOf } from './platform/api/routes.js';
import { loadConfig } from './platform/config.js';

/** Where the committed document says that the server is. */
const EXAMPLE_SERVER = 'https://passerelle.example';

/** Writes what leaves the process (OpenAPI, SDL, who may call what) to the folder of its argument: `test/contract` when there is none. */
await runCommand(async () => {
  const folder = process.argv[2] ?? 'test/contract';
  const config = loadConfig({
    LOG_LEVEL: 'silent',
    PASSERELLE_KEYS: Buffer.alloc(32).toString('base64'),
    PASSERELLE_DATA_DIR: tmpdir(),
  });
  const module = AppModule.with({ config, databaseUrl: '', ownerUrl: '', jobs: 'none' });
  // A preview reads the declarations and makes no provider: no database is needed.
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(config), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  await app.init();
  const modules = app.get(ModulesContainer);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), `${text}\n`);
  write('openapi.json', JSON.stringify(openapiDocument(modules, EXAMPLE_SERVER), null, 2));
  write('schema.graphql', printSchema(app.get(GraphQLSchemaHost).schema));
  write('permissions.txt', permissionMatrix(modules));
  write('public-routes.txt', publicRoutes(modules));
  await app.close();
});

/** Operation, permission, and an `x` beneath each role that has it. `nothing`: every authenticated caller. */
function permissionMatrix(modules: ModulesContainer): string {
  const operations = [
    ...routesOf(modules).flatMap(({ method, path: url, operation }) =>
      operation ? [[`${method} ${url}`, operation.permission]] : [],
    ),
    ...rootFieldsOf(modules).map(({ kind, name, permission }) => [
      `${kind === 'mutation' || kind === 'guarded' ? 'mutation' : 'query'} ${name}`,
      permission,
    ]),
  ] as [string, string][];
  const [width, permissionWidth] = [0, 1].map(
    (column) => Math.max(...operations.map((row) => row[column]!.length)) + 2,
  ) as [number, number];
  const heading = `${'operation'.padEnd(width)}${'permission'.padEnd(permissionWidth)}${ROLES.join('  ')}`;
  const lines = operations.map(([operation, permission]) => {
    const cells = ROLES.map((role) =>
      (permission === 'nothing' || permissionsOf([role]).has(permission as Permission) ? 'x' : '.').padEnd(
        role.length + 2,
      ),
    );
    return `${operation.padEnd(width)}${permission.padEnd(permissionWidth)}${cells.join('')}`.trimEnd();
  });
  return [heading, ...lines].join('\n');
}

function publicRoutes(modules: ModulesContainer): string {
  return routesOf(modules)
    .filter(({ isPublic }) => isPublic)
    .map(({ method, path: url }) => `${method} ${url}`)
    .join('\n');
}
