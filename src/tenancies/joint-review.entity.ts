import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { invalid } from '../platform/errors/failure.js';
import type { SlideInput } from './joint-reviews.inputs.js';
import { JointReviewOutcome, SlideOutcome } from './tenancies.enums.js';

/** Read by all three who hold it; so nothing is in it that one of them may not know. */
@Noun('JointReview', 'joint_reviews', 'The interview of owner, lessor and household, due every six months')
export class JointReview extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.date({ about: 'Day by which it was due', nullable: true })
  dueOn!: CivilDate | null;

  @Published.date({ about: 'Day on which it was held' })
  heldOn!: CivilDate;

  @Published.code(JointReviewOutcome, { about: 'What it came to' })
  outcome!: JointReviewOutcome;

  @Published.flag({ about: 'Whether the owner of the flat took part' })
  landlordPresent!: boolean;

  @Published.flag({ about: 'Whether the household took part' })
  householdPresent!: boolean;

  @Published.text({
    about: 'What the three wrote down together',
    max: 2000,
    nullable: true,
    example: 'Logement bien tenu ; prochain point en juin.',
  })
  summary!: string | null;

  @Published.date({ about: 'Day by which the next one is due', nullable: true })
  nextDueOn!: CivilDate | null;
}

/** Bears the id of the sliding lease. */
@Noun('Slide', 'slides', 'Under which conditions a sliding lease becomes the household’s, and what was decided')
export class Slide extends Record {
  @Published.text({
    about: 'Conditions, as the head tenancy sets them',
    max: 2000,
    nullable: true,
    example: 'Douze mois de loyers payés',
  })
  conditions!: string | null;

  @Published.date({ about: 'Day by which it is to be decided', nullable: true })
  aimOn!: CivilDate | null;

  @Published.code(SlideOutcome, { about: 'The joint decision', nullable: true })
  outcome!: SlideOutcome | null;

  @Published.date({ about: 'Day of the decision', nullable: true })
  decidedOn!: CivilDate | null;

  @Published.date({ about: 'Day on which the owner of the flat agreed', nullable: true })
  landlordAgreedOn!: CivilDate | null;

  @Published.date({ about: 'Day on which the household agreed', nullable: true })
  householdAgreedOn!: CivilDate | null;

  @Published.text({ about: 'Why, of an extension or another solution', max: 500, nullable: true, example: 'Dette' })
  reason!: string | null;

  @Published.id({ about: 'The lease in the household’s name', nullable: true })
  newTenancyId!: string | null;

  /** Owner and household have agreed, each on its day, at the latest on that of the decision. */
  decide({ outcome, landlordAgreedOn, householdAgreedOn, reason, endsOn }: SlideInput, on: CivilDate): void {
    if (landlordAgreedOn > on) throw invalid('/landlordAgreedOn', 'in_the_future');
    if (householdAgreedOn > on) throw invalid('/householdAgreedOn', 'in_the_future');
    this.outcome = outcome;
    this.decidedOn = on;
    this.landlordAgreedOn = landlordAgreedOn;
    this.householdAgreedOn = householdAgreedOn;
    this.reason = reason ?? null;
    if (outcome === 'extend') this.aimOn = endsOn ?? this.aimOn;
  }
}
