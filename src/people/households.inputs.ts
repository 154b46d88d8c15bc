import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import {
  ConsentRelation,
  Custody,
  DisclosureBasis,
  DisclosureRelation,
  DuplicateStatus,
  HouseholdStatus,
  HouseholdType,
  LegalGround,
  MemberRole,
  OpeningRelation,
} from './people.enums.js';
import { MemberPlaceInput, PersonInput } from './persons.inputs.js';

@Command('HouseholdMemberInput', 'Somebody in the household: a new person, or one known in another household of yours')
export class HouseholdMemberInput extends MemberPlaceInput {
  @Input.one(() => PersonInput, { about: 'Who it is', optional: true })
  person?: PersonInput;

  @Input.id({
    about: 'A person of another household that you follow: a copy of the identity is made here, nothing else',
    optional: true,
  })
  personId?: string;
}

@Command('HouseholdInput', 'A household to open, with its members at once')
export class HouseholdInput {
  @Input.code(HouseholdType, { about: 'Household type', optional: true, nullable: true, example: 'single_woman' })
  type?: HouseholdType | null;

  @Input.many(() => HouseholdMemberInput, { about: 'Who is in it', minItems: 1, maxItems: 20 })
  members!: HouseholdMemberInput[];

  @Input.date({ about: 'When the people were informed of what is recorded, why, and of their rights' })
  informedOn!: string;

  @Input.code(LegalGround, { about: 'Legal ground', example: 'public_interest' })
  legalGround!: LegalGround;

  @Input.code(OpeningRelation, {
    about: 'In which relation you open it; supporter where you hold that role',
    optional: true,
    example: 'referrer',
  })
  relation?: OpeningRelation;

  @Input.text({ about: 'Purpose', max: 500, optional: true, nullable: true, example: 'Accès au logement' })
  purpose?: string | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('HouseholdPatch', 'What changes of a household; null clears')
export class HouseholdPatch {
  @Input.code(HouseholdType, {
    about: 'Household type',
    optional: true,
    nullable: true,
    example: 'couple_with_children',
  })
  type?: HouseholdType | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('HouseholdFilter', 'Which households. Names are never searched here: see the search of persons')
export class HouseholdFilter extends PageFilter {
  @Input.code(HouseholdStatus, { about: 'With this status; merged ones only when asked for', optional: true })
  status?: HouseholdStatus;

  @Input.code(HouseholdType, { about: 'Of this type', optional: true })
  type?: HouseholdType;

  @Input.id({ about: 'Assigned today to this worker', optional: true })
  assignedToId?: string;

  @Input.id({ about: 'Merged into this one', optional: true })
  mergedInto?: string;
}

@Command('HouseholdStubFilter', 'Which households without names')
export class HouseholdStubFilter extends PageFilter {
  @Input.code(HouseholdStatus, { about: 'With this status; merged ones only when asked for', optional: true })
  status?: HouseholdStatus;
}

@Command('MemberFilter', 'Which members')
export class MemberFilter extends PageFilter {
  @Input.id({ about: 'This person', optional: true })
  personId?: string;

  @Input.code(MemberRole, { about: 'With this place', optional: true })
  role?: MemberRole;

  @Input.code(Custody, { about: 'With this custody', optional: true })
  custody?: Custody;
}

@Command('MemberEnding', 'When somebody leaves the household')
export class MemberEnding {
  @Input.date({ about: 'First day outside' })
  endsOn!: string;
}

@Command('DisclosureInput', 'A disclosure that the household agrees to')
export class DisclosureInput {
  @Input.id({ about: 'To whom' })
  organisationId!: string;

  @Input.code(ConsentRelation, { about: 'In which relation to the household', example: 'supporter' })
  relation!: ConsentRelation;

  @Input.date({ about: 'When the person was informed and agreed' })
  informedOn!: string;

  @Input.date({ about: 'First day outside, when an end is agreed', optional: true, nullable: true })
  endsOn?: string | null;

  @Input.text({ about: 'Purpose', max: 500, optional: true, nullable: true, example: 'Relais d’accompagnement' })
  purpose?: string | null;
}

@Command('HandoverInput', 'A handover from one supporter to the next, which the household accepted')
export class HandoverInput {
  @Input.id({ about: 'Who hands over, a supporter of the household now or before' })
  fromOrganisationId!: string;

  @Input.id({ about: 'Who takes over, a supporter of the household now' })
  toOrganisationId!: string;

  @Input.date({ about: 'When the household accepted' })
  acceptedOn!: string;
}

@Command('DisclosureFilter', 'Which disclosures')
export class DisclosureFilter extends PageFilter {
  @Input.id({ about: 'To this organisation', optional: true })
  organisationId?: string;

  @Input.code(DisclosureBasis, { about: 'On this basis', optional: true })
  basis?: DisclosureBasis;

  @Input.code(DisclosureRelation, { about: 'In this relation', optional: true })
  relation?: DisclosureRelation;

  @Input.id({ about: 'That rest on this', optional: true })
  subjectId?: string;

  @Input.flag({ about: 'Only those that are open, or only those that are closed', optional: true })
  open?: boolean;
}

@Command('HouseholdFileInput', 'The file of the household as a whole')
export class HouseholdFileInput {
  @Input.text({
    about: 'Number of the social-housing request',
    max: 40,
    optional: true,
    nullable: true,
    example: '075012345678901234',
  })
  requestNumber?: string | null;
}

@Command('RegularStayCheckInput', 'That the regularity of the stay was checked')
export class RegularStayCheckInput {
  @Input.date({ about: 'When' })
  checkedOn!: string;
}

@Command('AffordabilityQuery', 'A monthly cost to compare with the household’s resources')
export class AffordabilityQuery {
  @Input.integer({ about: 'Rent, cents a month', max: 10_000_000, example: 40_000 })
  rentCents!: number;

  @Input.integer({ about: 'Charges, cents a month', max: 10_000_000, optional: true, example: 8_000 })
  chargesCents?: number;

  @Input.integer({ about: 'Housing benefit, cents a month', max: 10_000_000, optional: true, example: 28_000 })
  benefitCents?: number;
}

@Command('AssignmentInput', 'A worker to follow the household')
export class AssignmentInput {
  @Input.id({ about: 'The worker' })
  userId!: string;

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.flag({ about: 'Stands in for a colleague', optional: true, example: false })
  standIn?: boolean;
}

@Command('AssignmentFilter', 'Which assignments')
export class AssignmentFilter extends PageFilter {
  @Input.id({ about: 'Of this worker', optional: true })
  userId?: string;
}

@Command('AssignmentEnding', 'When a worker stops following the household')
export class AssignmentEnding {
  @Input.date({ about: 'First day outside' })
  endsOn!: string;
}

@Command('DuplicateCaseFilter', 'Which possible duplicates')
export class DuplicateCaseFilter extends PageFilter {
  @Input.id({ about: 'Of this household', optional: true })
  householdId?: string;

  @Input.code(DuplicateStatus, { about: 'In this status', optional: true })
  status?: DuplicateStatus;
}

@Command('MergeInput', 'Another household that is the same')
export class MergeInput {
  @Input.id({ about: 'The household to take in; what belongs to it goes on under this one' })
  absorbedId!: string;
}
