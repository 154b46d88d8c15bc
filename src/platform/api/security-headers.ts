import helmet from '@fastify/helmet';
import fastify from 'fastify';

/** What helmet sets on an answer. It is the same on each, and made once: helmet would work it out for every request. */
export async function securityHeaders(): Promise<Record<string, string>> {
  const model = fastify();
  await model.register(helmet, { contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } });
  const { headers } = await model.get('/', () => '').inject('/');
  await model.close();
  const transport = ['content-type', 'content-length', 'date', 'connection'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (transport.includes(name) ? [] : [[name, String(value)]])),
  );
}
