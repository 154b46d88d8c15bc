import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const PlaceRequestStatus = enumeration(
  'PlaceRequestStatus',
  { fr: 'État de l’attente', en: 'Status in the queue' },
  {
    waiting: { fr: 'En attente', en: 'Waiting' },
    offered: { fr: 'Proposition en cours', en: 'Offer under way' },
    served: { fr: 'Relogé', en: 'Served' },
    withdrawn: { fr: 'Retiré', en: 'Withdrawn' },
  },
);
export type PlaceRequestStatus = CodeOf<typeof PlaceRequestStatus>;

/** A place in a programme's queue; says nothing of who waits. */
@Noun('PlaceRequest', 'place_requests', 'A placement that waits for a place of its programme')
export class PlaceRequest extends Record {
  @Published.id({ about: 'The placement' })
  placementId!: string;

  @Published.id({ about: 'The programme' })
  programmeId!: string;

  @Published.integer({ about: 'Persons in the household', example: 3 })
  householdSize!: number;

  @Published.integer({ about: 'Priority, 1 first', min: 1, max: 5, example: 3 })
  priority!: number;

  @Published.date({ about: 'Day of the request' })
  requestedOn!: CivilDate;

  @Published.code(PlaceRequestStatus, { about: 'Where it stands' })
  status!: PlaceRequestStatus;

  @Column({ name: 'operator_id', type: 'uuid', nullable: true })
  operatorId!: string | null;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  @Column({ name: 'referrer_id', type: 'uuid' })
  referrerId!: string;
}
