import { Column } from 'typeorm';
import type { StaffFunction } from '../platform/access/permissions.js';
import { Noun, Published, View } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import { invalid } from '../platform/errors/failure.js';
import { IDENTITY } from './identity.reasons.js';
import { CaseloadSight, UserFunction } from './users.enums.js';

interface Known {
  name?: string;
  functions?: StaffFunction[];
  caseload?: CaseloadSight;
  team?: string | null;
  active?: boolean;
}

@Noun('User', 'users', 'A person of an organisation, with the functions that she holds there')
export class User extends Record {
  @Published.id({ about: 'Her organisation' })
  organisationId!: string;

  @Published.text({
    about: 'Professional e-mail address, with which she logs in; one account each',
    max: 254,
    example: 'a.martin@ayyem-zamen.example',
  })
  email!: string;

  @Published.text({ about: 'Name', max: 200, example: 'A. Martin' })
  name!: string;

  @Published.codes(UserFunction, { about: 'What she does there', example: ['social_worker'] })
  functions!: StaffFunction[];

  @Published.code(CaseloadSight, { about: 'Whose caseload she sees', example: 'own' })
  caseload!: CaseloadSight;

  @Published.text({ about: 'Her team', max: 100, nullable: true, example: 'Paris north' })
  team!: string | null;

  @Published.flag({ about: 'Whether she may log in', example: true })
  active!: boolean;

  @Published.instant({ about: 'When she first set a password, null while invited', nullable: true, column: false })
  @Column({ name: 'activated_at', type: 'timestamptz', nullable: true, insert: false, update: false })
  activatedAt!: string | null;

  /** What her tokens rest on; the database renews it whenever rights are taken away. */
  @Column({ type: 'uuid', insert: false, update: false })
  authority!: string;

  /** Changes what she is and does. A social worker sees her own caseload unless somebody says otherwise. */
  describe(known: Known): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    this.functions = [...new Set(this.functions)];
    this.caseload ??= this.functions.includes('social_worker') ? 'own' : 'all';
    if (this.caseload === 'team' && !this.team) throw invalid('/team', 'required');
  }
}

@View('InvitedUser', 'A person with the token of her invitation, shown this once')
export class InvitedUser extends User {
  @Published.text({
    about: 'To be handed to her: with it she sets her password at POST /v1/sessions/activation',
    max: 60,
    example: 'inv_…',
    column: false,
  })
  activationToken!: string;

  @Published.instant({ about: 'Until when it is good', column: false })
  activationExpiresAt!: string;
}

uniqueMeans('users_email', IDENTITY.email_taken);
uniqueMeans('account_emails_one', IDENTITY.email_taken);
