import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { ExitRoute } from '../placements/placement-grounds.enums.js';
import { TermsInput } from './tenancy-terms.inputs.js';
import {
  DuesSource,
  EndingReason,
  NoticeGiver,
  TenancyKind,
  TenancyStatus,
  TerminationClauseDelay,
} from './tenancies.enums.js';

@Command('TenancyInput', 'A tenancy to record, of a household or of an organisation')
export class TenancyInput {
  @Input.code(TenancyKind, { about: 'Its legal form' })
  kind!: TenancyKind;

  @Input.id({ about: 'The lessor; yourself when left out', optional: true })
  landlordId?: string;

  @Input.id({ about: 'The household that is tenant', optional: true })
  householdId?: string;

  @Input.id({ about: 'The organisation that is tenant, of a head tenancy', optional: true })
  tenantOrganisationId?: string;

  @Input.id({
    about: 'The placement whose household has moved in: gives household, dwelling, room and first day',
    optional: true,
  })
  placementId?: string;

  @Input.id({ about: 'The head tenancy beneath which it stands', optional: true, nullable: true })
  headTenancyId?: string | null;

  @Input.id({ about: 'The dwelling; the placement’s when left out', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'The room, in a shared flat', optional: true, nullable: true })
  roomId?: string | null;

  @Input.date({ about: 'First day; the placement’s when left out', optional: true })
  startsOn?: CivilDate;

  @Input.date({ about: 'First day outside, as planned', optional: true, nullable: true })
  endsOn?: CivilDate | null;

  @Input.integer({ about: 'Day of the month on which the rent is due', min: 1, max: 28, optional: true, example: 1 })
  dueDay?: number;

  @Input.code(DuesSource, { about: 'Where its monthly dues come from; computed when left out', optional: true })
  duesSource?: DuesSource;

  @Input.date({
    about:
      'First day for which dues are computed; the first day when left out. What was owed before is an opening balance',
    optional: true,
  })
  duesStartOn?: CivilDate;

  @Input.code(TerminationClauseDelay, {
    about: 'Delay of its termination clause, as written in it; six weeks when left out',
    optional: true,
  })
  terminationClauseDelay?: TerminationClauseDelay;

  @Input.text({
    about: 'Of a sliding lease: under which conditions it becomes the household’s, as the head tenancy sets them',
    max: 2000,
    optional: true,
    example: 'Douze mois de loyers payés',
  })
  slideConditions?: string;

  @Input.date({ about: 'Of a sliding lease: day by which that is to be decided', optional: true })
  slideAimOn?: CivilDate;

  @Input.date({ about: 'Day on which the household was told who will see its file', optional: true })
  informedOn?: CivilDate;

  @Input.one(() => TermsInput, { about: 'What is paid from the first day on' })
  terms!: TermsInput;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('NoticeInput', 'Notice that somebody gives')
export class NoticeInput {
  @Input.code(NoticeGiver, { about: 'Who gives it' })
  givenBy!: NoticeGiver;

  @Input.date({ about: 'Day on which it was received; today when left out', optional: true })
  givenOn?: CivilDate;

  @Input.date({ about: 'First day on which the tenancy no longer holds' })
  effectiveOn!: CivilDate;
}

@Command('NoticeWithdrawalInput', 'What tenant and lessor agreed on when a notice is withdrawn')
export class NoticeWithdrawalInput {
  @Input.date({ about: 'Day on which they agreed; today when left out', optional: true })
  withdrawnOn?: CivilDate;

  @Input.date({ about: 'The end of its own term, where it has one: first day outside', optional: true, nullable: true })
  endsOn?: CivilDate | null;
}

@Command('TenancyEndingInput', 'How a tenancy ends')
export class TenancyEndingInput {
  @Input.date({ about: 'First day outside' })
  endedOn!: CivilDate;

  @Input.code(EndingReason, { about: 'Why' })
  reason!: EndingReason;

  @Input.code(ExitRoute, {
    about: 'Where the household goes; required of a household’s tenancy, unless its placement says so',
    optional: true,
  })
  exitRoute?: ExitRoute;
}

@Command('SettlementInput', 'The account of an ended tenancy is settled or written off')
export class SettlementInput {
  @Input.date({ about: 'Day of the settlement; today when left out', optional: true })
  settledOn?: CivilDate;
}

@Command('TenancyFilter', 'Which tenancies')
export class TenancyFilter extends PageFilter {
  @Input.code(TenancyKind, { about: 'Of this legal form', optional: true })
  kind?: TenancyKind;

  @Input.code(TenancyStatus, { about: 'In this status', optional: true })
  status?: TenancyStatus;

  @Input.id({ about: 'Let by this lessor', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Managed by this organisation', optional: true })
  operatorId?: string;

  @Input.id({ about: 'Of this household', optional: true })
  householdId?: string;

  @Input.id({ about: 'Of which this organisation is tenant', optional: true })
  tenantOrganisationId?: string;

  @Input.id({ about: 'Beneath this head tenancy', optional: true })
  headTenancyId?: string;

  @Input.id({ about: 'Of this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'That grew out of this placement', optional: true })
  placementId?: string;

  @Input.id({ about: 'That follows this tenancy', optional: true })
  previousTenancyId?: string;

  @Input.id({ about: 'Of this room', optional: true })
  roomId?: string;

  @Input.code(DuesSource, { about: 'Whose dues come from there', optional: true })
  duesSource?: DuesSource;

  @Input.code(EndingReason, { about: 'That ended for this reason', optional: true })
  endingReason?: EndingReason;

  @Input.code(TerminationClauseDelay, { about: 'With this delay of the termination clause', optional: true })
  terminationClauseDelay?: TerminationClauseDelay;
}
