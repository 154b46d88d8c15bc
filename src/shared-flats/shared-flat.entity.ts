import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { Actor } from '../platform/access/actor.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';

export type FlatDescription = Pick<SharedFlat, 'houseRules' | 'workerId'>;

/**
 * Seen by who lets its rooms, who supports it or one of its residents, the social landlord of the head tenancy, and the coordinator.
 * The life in it stands in other tables, for who supports it alone.
 */
@Noun('SharedFlat', 'shared_flats', 'A dwelling turned into rooms, let as a whole to who lets the rooms')
export class SharedFlat extends Record {
  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The head tenancy under which the operator holds it' })
  headTenancyId!: string;

  @Published.id({ about: 'The convention under which its rooms are let' })
  conventionId!: string;

  @Published.date({ about: 'First day', example: '2014-08-01' })
  openedOn!: CivilDate;

  @Published.date({ about: 'First day outside', nullable: true })
  closedOn!: CivilDate | null;

  @Published.text({
    about: 'Rules of the house',
    max: 4000,
    nullable: true,
    example: 'Cuisine partagée, calme après 22 h',
  })
  houseRules!: string | null;

  @Published.id({ about: 'The operator’s worker in charge', nullable: true })
  workerId!: string | null;

  @Published.id({ about: 'Who holds the head tenancy and lets the rooms' })
  operatorId!: string;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;

  @Published.id({ about: 'Lessor of the head tenancy; null for a private owner, who follows no flat', nullable: true })
  landlordId!: string | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  /** The organisations that follow it: to whom its events go. */
  get parties(): (string | null)[] {
    return [this.operatorId, this.supporterId, this.landlordId];
  }

  /** @throws not_the_operator */
  demandOperator({ kind, organisationId, roles }: Pick<Actor, 'kind' | 'organisationId' | 'roles'>): void {
    if (kind === 'system' || (organisationId === this.operatorId && roles.includes('operator'))) return;
    throw conflict('not_the_operator');
  }

  /** What a flat was opened with is what it is. @throws flat_fixed */
  demandSame(said: { headTenancyId: string; conventionId: string; openedOn?: CivilDate; supporterId?: string }): void {
    const fixed = ['headTenancyId', 'conventionId', 'openedOn', 'supporterId'] as const;
    const other = fixed.find((property) => said[property] !== undefined && said[property] !== this[property]);
    if (other) throw conflict('flat_fixed', { property: other });
  }

  describe(known: Partial<FlatDescription>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }

  /** @throws flat_closed */
  demandOpenOn(day: CivilDate, pointer: string): void {
    if (day < this.openedOn) throw invalid(pointer, 'before_start', { start: this.openedOn });
    if (this.closedOn !== null && day >= this.closedOn) throw conflict('flat_closed', { closedOn: this.closedOn });
  }

  close(on: CivilDate): void {
    if (this.closedOn !== null) throw conflict('flat_closed', { closedOn: this.closedOn });
    if (on < this.openedOn) throw invalid('/closedOn', 'before_start', { start: this.openedOn });
    this.closedOn = on;
  }
}
