import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { FlatSmoking, LivingWish } from './shared-life.enums.js';

@Noun('FlatFacts', 'flat_facts', 'How one lives in a shared flat, as it was recorded; the last row counts')
export class FlatFactsRecord extends Record {
  @Published.id({ about: 'The shared flat' })
  flatId!: string;

  @Published.code(FlatSmoking, { about: 'Smoking; null: not recorded', nullable: true })
  smoking!: FlatSmoking | null;

  @Published.flag({ about: 'Whether animals are allowed; null: not recorded', nullable: true })
  animalsAllowed!: boolean | null;

  @Published.flag({ about: 'Whether one gets in without stairs; null: not recorded', nullable: true })
  stepFree!: boolean | null;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;
}

/** Only what the household chose to have recorded. */
@Noun('LivingFacts', 'living_facts', 'How a household lives and wishes to live with others; the last row counts')
export class LivingFacts extends Record {
  @Published.id({ about: 'The household' })
  householdId!: string;

  @Published.date({ about: 'Day on which the household agreed to have it recorded' })
  agreedOn!: CivilDate;

  @Published.texts({ about: 'Languages, ISO 639-1', max: 2, maxItems: 10, example: ['fr', 'ar'] })
  languages!: string[];

  @Published.flag({ about: 'Whether somebody smokes; null: not recorded', nullable: true })
  smokes!: boolean | null;

  @Published.flag({ about: 'Whether there are animals; null: not recorded', nullable: true })
  hasAnimals!: boolean | null;

  @Published.flag({ about: 'Whether stairs are no difficulty; null: not recorded', nullable: true })
  climbsStairs!: boolean | null;

  @Published.codes(LivingWish, { about: 'Wishes', maxItems: 10, example: ['no_smoke'] })
  wishes!: LivingWish[];

  @Published.text({
    about: 'Other wishes, in their words',
    max: 1000,
    nullable: true,
    example: 'Près d’un arrêt de bus',
  })
  otherWishes!: string | null;
}
