import type { Partner } from './actors.js';

export interface Member {
  person?: object;
  personId?: string;
  role: string;
  custody?: string;
  startsOn: string;
}

/** What a household is opened with; `over` replaces parts. */
export function householdInput(over: { members?: Member[] } & Record<string, unknown> = {}): object {
  return {
    members: [
      {
        person: { familyName: 'Exemple', givenNames: 'Camille', birthDate: '1980-01-31' },
        role: 'reference_person',
        startsOn: '2020-01-01',
      },
    ],
    informedOn: '2026-01-01',
    legalGround: 'public_interest',
    ...over,
  };
}

export async function openHousehold(
  partner: Partner,
  over: { members?: Member[] } & Record<string, unknown> = {},
): Promise<string> {
  const answer = await partner.post('/v1/households', householdInput(over)).expect(201);
  return (answer.body as { id: string }).id;
}

/** Ids of the persons of a household, in the order in which they were added. */
export async function personsOf(partner: Partner, householdId: string): Promise<string[]> {
  const answer = await partner.get(`/v1/households/${householdId}/members`).expect(200);
  return (answer.body as { data: { personId: string }[] }).data.map(({ personId }) => personId);
}
