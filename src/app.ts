import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppOptions } from './app.module.js';
import { Failure } from './platform/errors/failure.js';
import { configureHttp, fastifyAdapter } from './platform/api/http.js';

/** The application as the server, the tests and the schema printing use it: built, configured, not yet listening. */
export async function buildApp(options: AppOptions): Promise<NestFastifyApplication> {
  const module: DynamicModule = AppModule.with(options);
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(options.config), {
    logger: options.config.LOG_LEVEL === 'silent' ? false : ['error', 'warn'],
    rawBody: true,
    abortOnError: false,
  });
  app.useBodyParser('application/merge-patch+json', {}, readMergePatch);
  await configureHttp(app, options.config);
  await app.init();
  return app;
}

/** A merge patch (RFC 7396) is JSON with its own name. */
function readMergePatch(_request: unknown, body: Buffer, done: (error: Error | null, value?: unknown) => void): void {
  try {
    done(null, JSON.parse(body.toString('utf8')));
  } catch {
    done(new Failure('malformed_request'));
  }
}
