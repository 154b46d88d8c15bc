import { Command, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';
import {
  DuesSource,
  JointReviewOutcome,
  SlideOutcome,
  TenancyKind,
  TerminationClauseDelay,
} from './tenancies.enums.js';
import { TermsInput } from './tenancy-terms.inputs.js';

@Command('JointReviewInput', 'A joint review that was held')
export class JointReviewInput {
  @Input.date({ about: 'Day on which it was held; today when left out', optional: true })
  heldOn?: CivilDate;

  @Input.code(JointReviewOutcome, { about: 'What it came to' })
  outcome!: JointReviewOutcome;

  @Input.flag({ about: 'Whether the owner of the flat took part' })
  landlordPresent!: boolean;

  @Input.flag({ about: 'Whether the household took part' })
  householdPresent!: boolean;

  @Input.text({
    about: 'What the three wrote down together; each of them reads it: nothing of account or support belongs in it',
    max: 2000,
    optional: true,
    nullable: true,
    example: 'Logement bien tenu ; prochain point en juin.',
  })
  summary?: string | null;
}

@Command('SlideLeaseInput', 'The lease in the household’s name')
export class SlideLeaseInput {
  @Input.date({ about: 'Its first day' })
  startsOn!: CivilDate;

  @Input.one(() => TermsInput, { about: 'What is paid from then on' })
  terms!: TermsInput;

  @Input.integer({ about: 'Day of the month on which the rent is due', min: 1, max: 28, optional: true, example: 1 })
  dueDay?: number;

  @Input.code(DuesSource, { about: 'Where its monthly dues come from; computed when left out', optional: true })
  duesSource?: DuesSource;

  @Input.code(TerminationClauseDelay, { about: 'Delay of its termination clause', optional: true })
  terminationClauseDelay?: TerminationClauseDelay;
}

@Command('SlideInput', 'The joint decision on a sliding lease')
export class SlideInput {
  @Input.code(SlideOutcome, { about: 'The decision' })
  outcome!: SlideOutcome;

  @Input.date({ about: 'Day of the decision; today when left out', optional: true })
  decidedOn?: CivilDate;

  @Input.date({ about: 'Day on which the owner of the flat agreed' })
  landlordAgreedOn!: CivilDate;

  @Input.date({ about: 'Day on which the household agreed, knowing who will see its file' })
  householdAgreedOn!: CivilDate;

  @Input.one(() => SlideLeaseInput, { about: 'The new lease; required to slide', optional: true })
  lease?: SlideLeaseInput;

  @Input.date({ about: 'First day outside; required to extend', optional: true })
  endsOn?: CivilDate;

  @Input.text({
    about:
      'Why; required to extend or for another solution. The owner of the flat reads it: nothing of account or support belongs in it',
    max: 500,
    optional: true,
    example: 'Les trois parties conviennent d’attendre l’été',
  })
  reason?: string;
}

@Command('TransferInput', 'Another home of the same lessor')
export class TransferInput {
  @Input.date({ about: 'First day there, first day outside of the old one' })
  startsOn!: CivilDate;

  @Input.id({ about: 'The new dwelling' })
  dwellingId!: string;

  @Input.id({ about: 'The room, in a shared flat', optional: true, nullable: true })
  roomId?: string | null;

  @Input.code(TenancyKind, { about: 'Its legal form; as before when left out', optional: true })
  kind?: TenancyKind;

  @Input.id({ about: 'The head tenancy beneath which it stands', optional: true, nullable: true })
  headTenancyId?: string | null;

  @Input.one(() => TermsInput, { about: 'What is paid there' })
  terms!: TermsInput;
}
