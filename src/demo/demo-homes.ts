import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '../platform/clock.js';
import type { Rows } from './bulk.js';
import type { DemoHome } from './demo-way.js';

export interface NewHome {
  readonly label: string;
  readonly communeCode: string;
  readonly type: 'room' | 't1' | 't2' | 't3' | 't4' | 't5';
  readonly landlordId: string;
  readonly operatorId?: string;
  readonly siteId?: string;
  readonly programmeId?: string;
  readonly riderId?: string;
  readonly holderId?: string;
  readonly reservationKind?: string;
  readonly reservationHolderId?: string;
  readonly places: number;
  readonly inServiceFrom: CivilDate;
  readonly privateOwner?: boolean;
  readonly rentCents: number;
}

/** A dwelling with its places and its address, and the landlord's own number for it. */
export function addHome(rows: Rows, home: NewHome): DemoHome {
  const id = uuidv7();
  rows.add('dwellings', {
    id,
    landlord_id: home.landlordId,
    operator_id: home.operatorId ?? null,
    site_id: home.siteId ?? null,
    label: home.label,
    commune_code: home.communeCode,
    type: home.type,
    rent_cents: home.rentCents,
    charges_cents: Math.round(home.rentCents / 5),
    programme_id: home.programmeId ?? null,
    rider_id: home.riderId ?? null,
    holder_id: home.holderId ?? null,
    reservation_kind: home.reservationKind ?? 'none',
    reservation_holder_id: home.reservationHolderId ?? null,
    occupancy: home.operatorId ? 'taken_by_association' : 'let',
  });
  rows.add('dwelling_addresses', {
    id,
    lines: [`${1 + (rows.ids('dwellings').length % 90)} rue de l’Exemple`],
    postcode: `${home.communeCode.slice(0, 2)}000`,
  });
  rows.add('dwelling_capacities', {
    id: uuidv7(),
    dwelling_id: id,
    places: home.places,
    starts_on: home.inServiceFrom,
  });
  rows.add('external_ids', {
    organisation_id: home.landlordId,
    subject_type: 'dwellings',
    system: 'patrimoine-si',
    value: `L-${String(rows.ids('dwellings').length).padStart(5, '0')}`,
    subject_id: id,
  });
  return {
    dwellingId: id,
    roomId: null,
    landlordId: home.landlordId,
    operatorId: home.operatorId ?? null,
    privateOwner: home.privateOwner ?? false,
    slots: '(,)',
    rentCents: home.rentCents,
    chargesCents: Math.round(home.rentCents / 5),
  };
}

/** The rooms of a flat, each a home of its own. */
export function addRooms(rows: Rows, flat: DemoHome, count: number): DemoHome[] {
  return Array.from({ length: count }, (_, index) => {
    const roomId = uuidv7();
    const number = index + 1;
    rows.add('rooms', { id: roomId, dwelling_id: flat.dwellingId, number, label: `Chambre ${number}`, places: 1 });
    return { ...flat, roomId, slots: `[${number},${number + 1})` };
  });
}
