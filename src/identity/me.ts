import { Published, View } from '../platform/api/published.js';

@View('Me', 'Who the token speaks for, and what it may do')
export class Me {
  @Published.id({ about: 'The client or the user', column: false })
  id!: string;

  @Published.text({ about: '`client` or `user`', max: 6, example: 'client', column: false })
  type!: string;

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

  @Published.texts({ about: 'Roles of the organisation', example: ['landlord'], column: false })
  roles!: string[];

  @Published.texts({ about: 'Functions of the person; none for a machine', example: ['rent_officer'], column: false })
  functions!: string[];

  @Published.texts({ about: 'What may be called with this token', example: ['placements:read'], column: false })
  permissions!: string[];
}
