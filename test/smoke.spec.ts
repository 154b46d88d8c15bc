import { describe, expect, it } from '@jest/globals';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();

describe('The service', () => {
  it('says that it lives and is ready', async () => {
    await test.http().get('/health/live').expect(200);
    await test.http().get('/health/ready').expect(200);
  });

  it('lets a partner log in and read who the partners are', async () => {
    const { partners, coordinator } = await consortiumOf(test, {
      bailleur: { roles: ['landlord'], kind: 'social_landlord' },
    });
    const list = await partners.bailleur.get('/v1/organisations').expect(200);
    expect((list.body as { data: unknown[] }).data).toHaveLength(2);
    await partners.bailleur.post('/v1/organisations', { name: 'x', kind: 'association' }).expect(403);
    const one = await coordinator.get(`/v1/organisations/${partners.bailleur.organisationId}`).expect(200);
    expect(one.headers.etag).toMatch(/^"\d+\./);
  });
});
