import { beforeAll, describe, expect, it } from '@jest/globals';
import { consortiumOf, type Consortium } from './support/actors.js';
import { testApp } from './support/app.js';
import { householdInput, openHousehold, personsOf } from './support/households.js';

const test = await testApp();
let here: Consortium<'supporter' | 'other'>;
beforeAll(async () => {
  here = await consortiumOf(test, { supporter: { roles: ['supporter'] }, other: { roles: ['supporter'] } });
});

interface Answer {
  data: Record<string, Record<string, unknown> | null>;
  errors?: { extensions: { code: string } }[];
}

const WHOLE = `query ($id: ID!) { household(id: $id) { id size childrenByAgeBand { from3To5 } resourceSummary { monthlyTotalCents }
  file { requestNumber } regularStay { checkedOn } resources { kind amountCents }
  members { role person { familyName contact { phones } profile { activity } situations { kind } resources { kind } legalProtections { signing } } } } }`;

describe('Households in GraphQL', () => {
  it('open, read whole in one query, and change with the version that was read', async () => {
    const { supporter } = here.partners;
    const made = (
      await supporter
        .graphql(`mutation ($input: HouseholdInput!) { createHousehold(input: $input) { id version } }`, {
          input: householdInput(),
        })
        .expect(200)
    ).body as Answer;
    const { id, version } = made.data.createHousehold as { id: string; version: number };
    const [person] = await personsOf(supporter, id);
    await supporter.put(`/v1/persons/${person}/contact`, { phones: ['+33 1 23 45 67 89'] }).expect(201);
    await supporter
      .post(`/v1/persons/${person}/resources`, { kind: 'wages', amountCents: 1000, startsOn: '2024-01-01' })
      .expect(201);
    const read = (await supporter.graphql(WHOLE, { id }).expect(200)).body as Answer;
    expect(read.errors).toBeUndefined();
    expect(read.data.household).toMatchObject({
      id,
      size: 1,
      resourceSummary: { monthlyTotalCents: 1000 },
      file: null,
      resources: [{ kind: 'wages', amountCents: 1000 }],
      members: [
        {
          role: 'reference_person',
          person: {
            familyName: 'Exemple',
            contact: { phones: ['+33 1 23 45 67 89'] },
            profile: null,
            situations: [],
            resources: [{ kind: 'wages' }],
          },
        },
      ],
    });
    const change = `mutation ($id: ID!, $v: Int!) { changeHousehold(id: $id, expectedVersion: $v, input: { type: other }) { type } }`;
    const stale = (await supporter.graphql(change, { id, v: version + 7 })).body as Answer;
    expect(stale.errors![0]!.extensions.code).toBe('precondition_failed');
    const changed = (await supporter.graphql(change, { id, v: version })).body as Answer;
    expect(changed.data.changeHousehold).toEqual({ type: 'other' });
  });

  it('are null for who does not see them, and a coordinator gets stubs only', async () => {
    const { supporter, other } = here.partners;
    const id = await openHousehold(supporter);
    const foreign = (await other.graphql(WHOLE, { id })).body as Answer;
    expect(foreign.data.household).toBeNull();
    const refused = (await here.coordinator.graphql(WHOLE, { id })).body as Answer;
    expect(refused.errors![0]!.extensions.code).toBe('forbidden');
    const stub = (
      await here.coordinator.graphql(`query ($id: ID!) { householdStub(id: $id) { initials size } }`, { id })
    ).body as Answer;
    expect(stub.data.householdStub).toEqual({ initials: 'C. E.', size: 1 });
  });
});
