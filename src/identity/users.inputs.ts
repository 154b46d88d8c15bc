import type { StaffFunction } from '../platform/access/permissions.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { EMAIL, EMAIL_FORMAT, EMAIL_LENGTH } from './email.js';
import { CaseloadSight, UserFunction } from './users.enums.js';

@Command('UserInput', 'A person to invite into your organisation')
export class UserInput {
  @Input.text({
    about: 'Professional e-mail address',
    max: EMAIL_LENGTH,
    pattern: EMAIL,
    format: EMAIL_FORMAT,
    example: 'a.martin@ayyem-zamen.example',
  })
  email!: string;

  @Input.text({ about: 'Name', max: 200, example: 'A. Martin' })
  name!: string;

  @Input.codes(UserFunction, { about: 'What she does there', minItems: 1, maxItems: 5, example: ['social_worker'] })
  functions!: StaffFunction[];

  @Input.code(CaseloadSight, {
    about: 'Whose caseload she sees. Default: a social worker her own, others all',
    optional: true,
    example: 'own',
  })
  caseload?: CaseloadSight;

  @Input.text({ about: 'Her team', max: 100, optional: true, nullable: true, example: 'Paris north' })
  team?: string | null;
}

@Command('UserPatch', 'What changes of a person. Other functions or `active: false` end her tokens at once')
export class UserPatch {
  @Input.text({ about: 'Name', max: 200, optional: true, example: 'A. Martin' })
  name?: string;

  @Input.codes(UserFunction, {
    about: 'What she does there',
    minItems: 1,
    maxItems: 5,
    optional: true,
    example: ['social_worker'],
  })
  functions?: StaffFunction[];

  @Input.code(CaseloadSight, { about: 'Whose caseload she sees', optional: true })
  caseload?: CaseloadSight;

  @Input.text({ about: 'Her team', max: 100, optional: true, nullable: true, example: 'Paris north' })
  team?: string | null;

  @Input.flag({ about: 'Whether she may log in', optional: true, example: true })
  active?: boolean;
}

@Command('UserFilter', 'Which people')
export class UserFilter extends PageFilter {
  @Input.flag({ about: 'That may log in, or may not', optional: true })
  active?: boolean;

  @Input.text({ about: 'Of this team', max: 100, optional: true, example: 'Paris north' })
  team?: string;

  @Input.code(UserFunction, { about: 'With this function', optional: true })
  function?: StaffFunction;

  @Input.code(CaseloadSight, { about: 'With this caseload in sight', optional: true })
  caseload?: CaseloadSight;
}

@Command('AdministratorInput', 'The first administrator of a partner')
export class AdministratorInput {
  @Input.text({
    about: 'Professional e-mail address',
    max: EMAIL_LENGTH,
    pattern: EMAIL,
    format: EMAIL_FORMAT,
    example: 'admin@ayyem-zamen.example',
  })
  email!: string;

  @Input.text({ about: 'Name', max: 200, example: 'A. Martin' })
  name!: string;
}
