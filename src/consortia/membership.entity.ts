import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import type { Role } from '../platform/access/permissions.js';
import { MembershipRole } from './consortia.enums.js';

@Noun('Membership', 'memberships', 'The roles that an organisation holds in the consortium')
export class Membership extends Record {
  @Published.id({ about: 'The organisation' })
  organisationId!: string;

  @Published.codes(MembershipRole, { about: 'Its roles; what it may do is their union', example: ['landlord'] })
  roles!: Role[];

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;

  /** Other roles, or an end. Tokens that rest on the earlier state are revoked by the database (identity's trigger). */
  change({ roles, endsOn }: { roles?: Role[]; endsOn?: string | null }): void {
    if (roles) this.roles = [...new Set(roles)];
    if (endsOn === undefined) return;
    if (endsOn !== null && endsOn < this.startsOn) throw invalid('/endsOn', 'period_reversed');
    this.endsOn = endsOn;
  }
}
