import { afterAll, expect, it, jest } from '@jest/globals';
import { consortiumOf, login, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { EventClient } from './support/events.js';

jest.setTimeout(120_000);
const test = await ownApp({ PASSERELLE_STREAMS_CLIENT: '2', PASSERELLE_STREAMS: '24' });
const here = await consortiumOf(test, { supporter: { roles: ['supporter'] }, other: { roles: ['supporter'] } });
const open: EventClient[] = [];
afterAll(() => open.forEach((client) => client.close()));

async function listen(by: Partner): Promise<EventClient> {
  const client = await EventClient.open(`${test.baseUrl}/v1/alerts/stream`, by.token);
  open.push(client);
  return client;
}
async function anotherClient(of: Partner): Promise<Partner> {
  const { id } = (await of.post('/v1/api-clients', { name: 'Another' }).expect(201)).body as { id: string };
  const made = await of.post(`/v1/api-clients/${id}/secrets`, {}).expect(201);
  return login(test, { ...of, clientId: id, clientSecret: (made.body as { secret: string }).secret });
}

it('an organisation holds an eighth of the streams of a process, however many clients it makes, and gets its places back', async () => {
  const { supporter, other } = here.partners;
  const another = await anotherClient(supporter);
  const held = [await listen(supporter), await listen(supporter), await listen(another)];
  expect(held.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await listen(another)).status).toBe(429);
  expect((await listen(other)).status).toBe(200);
  held[0]!.close();
  for (let tries = 0; (await listen(another)).status !== 200; tries += 1) expect(tries).toBeLessThan(50);
});
