import type { Partner } from './actors.js';
import type { TestApp } from './app.js';
import { openHousehold, personsOf } from './households.js';
import { addDwelling, lead, placementFrame, step, type Frame, type Stage } from './placements.js';
import { act, openFlat, plan, SHARE, type Flat, type Occupancy } from './shared-flats.js';
import { today } from './tenancies.js';

const named = (givenNames: string, role: string, birthDate: string) => ({
  person: { familyName: 'Exemple', givenNames, birthDate },
  role,
  startsOn: '2020-06-01',
});
export const FAMILY = [
  named('Camille', 'reference_person', '1980-01-31'),
  named('Alex', 'other', '1999-05-05'),
  named('Lou', 'child', '2020-06-01'),
  named('Sacha', 'other', '1998-05-05'),
];

/** A household of four that the frame’s supporter opened: Camille, Alex, the child Lou, Sacha. Operator and landlord support nobody. */
export type Family = Frame & { readonly householdId: string; readonly persons: readonly string[] };

export async function familyOf(test: TestApp, programme: Record<string, unknown> = {}): Promise<Family> {
  const frame = await placementFrame(test, programme);
  const householdId = await openHousehold(frame.partners.supporter, { members: FAMILY });
  return { ...frame, householdId, persons: await personsOf(frame.partners.supporter, householdId) };
}

/** Refers those of it who are to move, by their places, or null: all of it. */
export async function referSome(family: Family, movers: number[] | null): Promise<string> {
  const { householdId, programmeId, persons, partners } = family;
  const personIds = movers?.map((place) => persons[place]);
  const made = await partners.supporter
    .post('/v1/placements', { householdId, programmeId, ...(personIds ? { personIds } : {}) })
    .expect(201);
  return (made.body as { id: string }).id;
}

/** Alex alone, or others, referred and led to a stage for a dwelling. */
export async function someMove(
  test: TestApp,
  stage: Stage = 'moved_in',
  movers: number[] | null = [1],
): Promise<Family & { readonly placementId: string; readonly dwellingId: string }> {
  const family = await familyOf(test);
  const placementId = await referSome(family, movers);
  const dwellingId = await addDwelling(family);
  await lead(family, placementId, dwellingId, stage);
  return { ...family, placementId, dwellingId };
}

/** Alex alone, accepted for the first room of a flat; its owner, or the supporter, decides. */
export async function oneMovesToAFlat(
  test: TestApp,
  { decides = 'landlord' }: { decides?: 'landlord' | 'supporter' } = {},
): Promise<Family & { readonly placementId: string; readonly flat: Flat }> {
  const family = await familyOf(test, decides === 'supporter' ? { decidingBody: 'association_choice' } : {});
  const placementId = await referSome(family, [1]);
  const flat = await openFlat(family);
  const { supporter } = family.partners;
  const { dwellingId, roomIds } = flat;
  const steps: [Partner, string, object][] = [
    [supporter, 'eligibility', { outcome: 'eligible' }],
    [supporter, 'offers', { dwellingId, roomId: roomIds[0], plannedMoveInOn: today() }],
    [supporter, 'submission', { informedOn: '2026-01-01' }],
    [family.partners[decides], 'allocation', { outcome: 'allocated', rank: 1 }],
    [supporter, 'acceptance', { answer: 'accepted' }],
  ];
  for (const [partner, noun, body] of steps) {
    const { status, text } = await step(partner, placementId, noun, body);
    if (status >= 300) throw new Error(`${noun}: ${status} ${text}`);
  }
  return { ...family, placementId, flat };
}

/** The operator plans a stay and the resident arrives, today. */
export async function movesIn({ partners, flat }: Frame & { readonly flat: Flat }, stay: object): Promise<Occupancy> {
  const planned = await plan(partners.operator, flat, { agreedOn: today(), ...stay });
  if (planned.status !== 201) throw new Error(`${planned.status} ${planned.text}`);
  const arrived = await act(partners.operator, planned.body as Occupancy, 'arrival', {
    arrivedOn: today(),
    share: SHARE,
  });
  if (arrived.status !== 200) throw new Error(`${arrived.status} ${arrived.text}`);
  return arrived.body as Occupancy;
}

/** What reading each of its persons answers a partner: Camille, Alex, Lou, Sacha. */
export const seenBy = (partner: Partner, { persons }: Pick<Family, 'persons'>): Promise<number[]> =>
  Promise.all(persons.map(async (person) => (await partner.get(`/v1/persons/${person}`)).status));

/** Alex, and no other. */
export const MOVER_ALONE = [404, 200, 404, 404];
