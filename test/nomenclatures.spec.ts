import { describe, expect, it } from '@jest/globals';
import { allEnumerations } from '../src/platform/api/enumeration.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const { partners } = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  specialist: { roles: ['specialist'] },
});

interface Shown {
  name: string;
  label: string;
  labels: { fr: string; en: string };
  codes: { code: string; label: string; labels: { fr: string; en: string }; officialCode: string | null }[];
}

describe('The nomenclatures', () => {
  it('are every list of codes of the service, whole', async () => {
    const answer = await partners.landlord.get('/v1/nomenclatures').expect(200);
    const { data, nextCursor } = answer.body as { data: Shown[]; nextCursor: null };
    expect(nextCursor).toBeNull();
    expect(data.map(({ name, codes }) => [name, codes.map(({ code }) => code)])).toEqual(
      allEnumerations().map(({ name, codes }) => [name, [...codes]]),
    );
    expect(data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ExitRoute', 'FigureCode', 'OrganisationKind', 'ReservationKind']),
    );
  });

  it('have labels in the language of the request and in both, and the official code where there is one', async () => {
    const asked = (language: string) =>
      partners.specialist.get('/v1/nomenclatures/ReservationKind').set('Accept-Language', language).expect(200);
    const [french, english] = [(await asked('fr')).body as Shown, (await asked('en')).body as Shown];
    expect(french.codes[0]).toEqual({
      code: 'state_priority',
      label: 'État, publics prioritaires',
      labels: { fr: 'État, publics prioritaires', en: 'State, priority households' },
      officialCode: 'PPRIOR',
    });
    expect(english.codes[0]!.label).toBe('State, priority households');
    expect(english.label).toBe(english.labels.en);
  });

  it('are answered with 304 to who has them, and again in another language', async () => {
    for (const address of ['/v1/nomenclatures', '/v1/nomenclatures/ExitRoute']) {
      const { headers } = await partners.landlord.get(address).set('Accept-Language', 'fr').expect(200);
      expect(headers.etag).toMatch(/^"0\./);
      expect(headers['cache-control']).toBe('private, no-cache');
      await partners.landlord.get(address).set('Accept-Language', 'fr').set('If-None-Match', headers.etag!).expect(304);
      await partners.landlord.get(address).set('Accept-Language', 'en').set('If-None-Match', headers.etag!).expect(200);
    }
  });

  it('answer 404 for a list that does not exist, and 401 to nobody', async () => {
    await partners.landlord.get('/v1/nomenclatures/Nothing').expect(404);
    await test.http().get('/v1/nomenclatures').expect(401);
  });

  it('are the same in GraphQL', async () => {
    const query =
      '{ nomenclatures { name } nomenclature(name: "ExitRoute") { name label codes { code label officialCode } } none: nomenclature(name: "Nothing") { name } }';
    const { data } = (await partners.landlord.graphql(query).expect(200)).body as {
      data: { nomenclatures: Shown[]; nomenclature: Shown; none: null };
    };
    expect(data.nomenclatures).toHaveLength(allEnumerations().length);
    expect(data.nomenclature.codes.find(({ code }) => code === 'hlm_dalo')!.label).toBe(
      'Logement social au titre du DALO',
    );
    expect(data.none).toBeNull();
  });
});
