import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '../platform/clock.js';
import { addGuarantee } from './demo-files.js';
import { addDeadline, addTenancy, type NewTenancy } from './demo-tenancies.js';
import type { World } from './demo-world.js';

const CONDITIONS = 'Douze mois de loyers payés, assurance à jour, accord des trois.';

/** Under which conditions the lease becomes the household’s; its deposit will move with it. */
export function addSlide(world: World, tenancy: NewTenancy, owner: string): void {
  const { id, endsOn, ended, householdId } = tenancy;
  if (ended || !endsOn) return;
  world.rows.add('slides', { id, conditions: CONDITIONS, aim_on: endsOn, ...decided(null, null) });
  for (const kind of ['slide_decision', 'tenancy_end'] as const)
    addDeadline(world, id!, { kind, dueOn: endsOn, of: 'alfi', householdId });
  addDeadline(world, id!, { kind: 'slide_decision', dueOn: endsOn, of: owner });
  addGuarantee(world, tenancy, { kind: 'deposit', status: 'held' });
}

/** The slide that took place: a lease of the owner in the household’s name, home and deposit moved, head tenancy ended. */
export function addSlidLease(world: World, old: NewTenancy, owner: string): void {
  const startsOn = old.ended!.on;
  const { kind: _kind, lessor: _lessor, placementId: _placement, headTenancyId: _head, ended: _ended, ...same } = old;
  const lease: NewTenancy = {
    ...same,
    id: uuidv7(),
    kind: 'social_lease',
    lessor: owner,
    supporterId: null,
    previousTenancyId: old.id,
    startsOn,
    months: 12,
  };
  addTenancy(world, lease);
  world.rows.add('slides', { id: old.id, conditions: CONDITIONS, aim_on: startsOn, ...decided(startsOn, lease.id!) });
  addGuarantee(world, old, { kind: 'deposit', status: 'moved' });
  addGuarantee(world, lease, { kind: 'deposit', status: 'held' });
  const { dwellingId, roomId, slots, landlordId, operatorId } = lease.home;
  const persons = world.rows.of('stays').find((stay) => stay.source_id === old.id)!.persons;
  world.rows.add('stays', {
    id: uuidv7(),
    dwelling_id: dwellingId,
    room_id: roomId,
    slots,
    state: 'actual',
    starts_on: startsOn,
    ends_on: null,
    persons,
    household_id: lease.householdId,
    source_type: 'tenancy',
    source_id: lease.id,
    landlord_id: landlordId,
    operator_id: operatorId,
    author_id: landlordId,
  });
}

/** The joint decision, agreed by the three on its day. */
function decided(on: CivilDate | null, newTenancyId: string | null) {
  return {
    outcome: on && 'slide',
    decided_on: on,
    landlord_agreed_on: on,
    household_agreed_on: on,
    new_tenancy_id: newTenancyId,
  };
}
