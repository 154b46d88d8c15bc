/**
 * A server of its own, started by payments-process.spec.ts, which kills it or bounds its memory: says on its output where it
 * listens and, where it may collect garbage, how many megabytes live when it is ready.
 */
import { buildApp } from '../src/app.js';
import { loadConfig } from '../src/platform/config.js';

const { url, environment } = JSON.parse(process.argv[2]!) as { url: string; environment: Record<string, string> };
const app = await buildApp({ config: loadConfig(environment), databaseUrl: url, ownerUrl: url, jobs: 'none' });
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.getHttpServer().address() as { port: number };
globalThis.gc?.();
const liveMb = Math.ceil(process.memoryUsage().heapUsed / 1024 / 1024);
process.stdout.write(`${JSON.stringify({ baseUrl: `http://127.0.0.1:${port}`, liveMb })}\n`);
