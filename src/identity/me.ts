import { MembershipRole } from '../consortia/consortia.enums.js';
import type { Role, StaffFunction } from '../platform/access/permissions.js';
import { Published, View } from '../platform/api/published.js';
import { PrincipalType } from '../platform/audit/audit.enums.js';
import { UserFunction } from './users.enums.js';

@View('Me', 'Who the token speaks for, and what it may do')
export class Me {
  @Published.id({ about: 'The client or the user', column: false })
  id!: string;

  @Published.code(PrincipalType, { about: 'Kind of who acts', example: 'client', column: false })
  type!: PrincipalType;

  @Published.text({
    about: 'Name of the client or of the person',
    max: 200,
    nullable: true,
    example: 'Housing stock software',
    column: false,
  })
  name!: string | null;

  @Published.id({ about: 'The organisation that it acts for', column: false })
  organisationId!: string;

  @Published.text({ about: 'Name of that organisation', max: 200, example: 'Paris Habitat', column: false })
  organisationName!: string;

  @Published.id({ about: 'The consortium in which it acts', column: false })
  consortiumId!: string;

  @Published.text({ about: 'Name of that consortium', max: 200, example: 'Passerelle Paris', column: false })
  consortiumName!: string;

  @Published.codes(MembershipRole, { about: 'Roles of the organisation', example: ['landlord'], column: false })
  roles!: Role[];

  @Published.codes(UserFunction, {
    about: 'Functions of the person; none for a machine',
    example: ['rent_officer'],
    column: false,
  })
  functions!: StaffFunction[];

  @Published.texts({ about: 'What may be called with this token', example: ['placements:read'], column: false })
  permissions!: string[];
}
