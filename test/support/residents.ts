import type { Consortium, Partner } from './actors.js';
import type { TestApp } from './app.js';
import { openHousehold } from './households.js';
import { step } from './placements.js';
import { act, openFlat, settleIn, type Flat, type NewFlat, type Occupancy } from './shared-flats.js';
import { consortiumOf } from './actors.js';

export const FIGURES_KEY = 'domiciles';
type Who = 'landlord' | 'operator' | 'funder' | 'after';
export interface FlatProgramme extends Consortium<Who> {
  readonly programmeId: string;
  readonly conventionId: string;
  /** A flat of the programme, opened on its first day. */
  flat(over?: NewFlat): Promise<Flat>;
}

const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;

/** A programme of shared flats: its operator, who pays, the landlord by a confirmed convention in it, and another supporter. */
export async function flatProgramme(test: TestApp, startsOn: string): Promise<FlatProgramme> {
  const made = await consortiumOf<Who>(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator', 'supporter'] },
    funder: { roles: ['funder', 'validator'], kind: 'funder' },
    after: { roles: ['supporter'] },
  });
  const { landlord, operator, funder } = made.partners;
  const programmeId = await programmeOf(made, FIGURES_KEY, { funderIds: [funder.organisationId], startsOn });
  const accredited = { organisationId: operator.organisationId, kind: 'rental_intermediation', authority: 'DRIHL' };
  await made.coordinator.post('/v1/accreditations', { ...accredited, grantedOn: '2013-07-04' }).expect(201);
  const parties = { landlordId: landlord.organisationId, holderId: operator.organisationId, programmeId };
  const convention = { ...parties, signedOn: '2014-06-17', startsOn: '2014-06-17' };
  const conventionId = idOf(await made.coordinator.post('/v1/conventions', convention).expect(201));
  const flat = (over: NewFlat = {}): Promise<Flat> =>
    openFlat(made, { conventionId, startsOn, ...over, dwelling: { programmeId, ...over.dwelling } });
  return { ...made, programmeId, conventionId, flat };
}

/** Another programme of the same operator. */
export async function programmeOf(made: Consortium<Who>, key: string, over: object): Promise<string> {
  const programme = { key, name: 'Domiciles', publicLabel: 'Logement accompagné', kind: 'shared_flats' };
  const decided = { decidingBody: 'association_choice', omittedSteps: ['eligibility', 'submission'] };
  const operatorId = made.partners.operator.organisationId;
  return idOf(
    await made.coordinator.post('/v1/programmes', { ...programme, ...decided, operatorId, ...over }).expect(201),
  );
}

export interface Resided {
  readonly on: string;
  readonly cohort?: string;
  readonly leftOn?: string;
  readonly exitRoute?: string;
  readonly room?: number;
}

/** Chosen for a room of a cohort, in it from a day on, and gone again on another. */
export async function reside(made: FlatProgramme, flat: Flat, stay: Resided): Promise<Occupancy> {
  const { operator } = made.partners;
  const { on, cohort, leftOn, exitRoute = 'hosted', room = 0 } = stay;
  const householdId = await openHousehold(operator);
  const referral = { householdId, programmeId: made.programmeId, referredOn: on, reasons: ['unfit'], cohort };
  const placementId = idOf(await operator.post('/v1/placements', referral).expect(201));
  const { dwellingId, roomIds } = flat;
  await take(operator, placementId, 'offers', {
    dwellingId,
    roomId: roomIds[room],
    plannedMoveInOn: on,
    occurredOn: on,
  });
  await take(operator, placementId, 'allocation', { outcome: 'allocated', rank: 1, occurredOn: on });
  await take(operator, placementId, 'acceptance', { answer: 'accepted', informedOn: on, occurredOn: on });
  const lives = await settleIn(operator, flat, { placementId, on });
  if (leftOn) await leave(operator, lives, { leftOn, exitRoute });
  return lives;
}

export async function leave(
  operator: Partner,
  lives: Occupancy,
  { leftOn, exitRoute = 'hosted' }: { leftOn: string; exitRoute?: string },
): Promise<void> {
  const { status, text } = await act(operator, lives, 'departure', { leftOn, reason: 'mutual', exitRoute });
  if (status !== 200) throw new Error(`departure: ${status} ${text}`);
}

async function take(partner: Partner, id: string, noun: string, body: object): Promise<void> {
  const { status, text } = await step(partner, id, noun, body);
  if (status >= 300) throw new Error(`${noun}: ${status} ${text}`);
}
