import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { Role } from '../platform/access/permissions.js';
import { MembershipRole, OrganisationKind } from './consortia.enums.js';
import { RNA_PATTERN } from './siret.js';

@Command('OrganisationInput', 'A partner to add')
export class OrganisationInput {
  @Input.text({ about: 'Name', max: 200, example: 'Ayyem Zamen' })
  name!: string;

  @Input.code(OrganisationKind, { about: 'Kind of organisation', example: 'association' })
  kind!: OrganisationKind;

  @Input.text({ about: 'SIRET, 14 digits', max: 14, optional: true, nullable: true, example: '73282932000074' })
  siret?: string | null;

  @Input.text({
    about: 'RNA number',
    max: 10,
    optional: true,
    nullable: true,
    pattern: RNA_PATTERN,
    format: 'W123456789',
    example: 'W751234567',
  })
  rna?: string | null;

  @Input.flag({ about: 'Whether its name alone can reveal a condition', optional: true, example: false })
  discreet?: boolean;

  @Input.text({
    about: 'Professional contact',
    max: 200,
    optional: true,
    nullable: true,
    example: 'contact@ayyem-zamen.example',
  })
  contact?: string | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('OrganisationPatch', 'What changes of a partner; null clears')
export class OrganisationPatch {
  @Input.text({ about: 'Name', max: 200, optional: true, example: 'Ayyem Zamen' })
  name?: string;

  @Input.code(OrganisationKind, { about: 'Kind of organisation', optional: true })
  kind?: OrganisationKind;

  @Input.text({ about: 'SIRET, 14 digits', max: 14, optional: true, nullable: true, example: '73282932000074' })
  siret?: string | null;

  @Input.text({
    about: 'RNA number',
    max: 10,
    optional: true,
    nullable: true,
    pattern: RNA_PATTERN,
    format: 'W123456789',
    example: 'W751234567',
  })
  rna?: string | null;

  @Input.flag({ about: 'Whether its name alone can reveal a condition', optional: true, example: false })
  discreet?: boolean;

  @Input.text({
    about: 'Professional contact',
    max: 200,
    optional: true,
    nullable: true,
    example: 'contact@ayyem-zamen.example',
  })
  contact?: string | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('OrganisationFilter', 'Which partners')
export class OrganisationFilter extends PageFilter {
  @Input.code(OrganisationKind, { about: 'Of this kind', optional: true })
  kind?: OrganisationKind;

  @Input.text({ about: 'With this SIRET', max: 14, optional: true, example: '73282932000074' })
  siret?: string;

  @Input.flag({ about: 'Marked as discreet or not', optional: true, example: false })
  discreet?: boolean;
}

@Command('MembershipInput', 'Roles to give an organisation')
export class MembershipInput {
  @Input.id({ about: 'The organisation' })
  organisationId!: string;

  @Input.codes(MembershipRole, { about: 'Its roles', minItems: 1, maxItems: 8, example: ['landlord'] })
  roles!: Role[];

  @Input.date({ about: 'First day' })
  startsOn!: string;
}

@Command('MembershipPatch', 'What changes of a membership; null clears')
export class MembershipPatch {
  @Input.codes(MembershipRole, { about: 'Its roles', minItems: 1, maxItems: 8, optional: true, example: ['landlord'] })
  roles?: Role[];

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('MembershipFilter', 'Which memberships')
export class MembershipFilter extends PageFilter {
  @Input.id({ about: 'Of this organisation', optional: true })
  organisationId?: string;

  @Input.code(MembershipRole, { about: 'With this role', optional: true })
  role?: Role;
}
