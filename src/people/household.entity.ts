import { Column } from 'typeorm';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import type { Work } from '../platform/database/work.js';
import { actor } from '../platform/context.js';
import { HouseholdStatus, HouseholdType } from './people.enums.js';
import { PEOPLE } from './people.reasons.js';

@View('ChildrenByAgeBand', 'How many children, by age; never who')
export class ChildrenByAgeBand {
  @Published.integer({ about: 'Under 3', example: 0, column: false })
  under3!: number;

  @Published.integer({ about: '3 to 5', example: 1, column: false })
  from3To5!: number;

  @Published.integer({ about: '6 to 11', example: 0, column: false })
  from6To11!: number;

  @Published.integer({ about: '12 to 17', example: 1, column: false })
  from12To17!: number;
}

export const bands = (
  alias: string,
): string => `jsonb_build_object('under3', ${alias}.children_under_3, 'from3To5', ${alias}.children_3_5,
  'from6To11', ${alias}.children_6_11, 'from12To17', ${alias}.children_12_17)`;

/** What all who see the household at all may see; everything narrower is a sub-resource over its own table (`design.md` A.9). */
@Noun('Household', 'households', 'A household, without names: what all its partners may see')
export class Household extends Record {
  @Column({ type: 'text', insert: false, update: false })
  @Published.code(HouseholdStatus, { about: 'Status', example: 'active', column: false })
  status!: HouseholdStatus;

  @Published.code(HouseholdType, {
    about: 'Household type, null when not known',
    nullable: true,
    example: 'single_mother',
  })
  type!: HouseholdType | null;

  @Column({ type: 'integer', insert: false, update: false })
  @Published.integer({ about: 'People in it today', example: 3, column: false })
  size!: number;

  @Published.one(() => ChildrenByAgeBand, { about: 'Children by age', sql: bands })
  childrenByAgeBand!: ChildrenByAgeBand;

  @Column({ name: 'merged_into', type: 'uuid', nullable: true, insert: false, update: false })
  @Published.id({
    about: 'The household with which it was merged',
    nullable: true,
    column: false,
  })
  mergedInto!: string | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  /**
   * Loads a household for a change of its file: not found when it is not disclosed to the caller, a conflict when it is
   * merged or disclosed for reading only. `versioned`: `If-Match` is about it.
   */
  static async forWriting(work: Work, id: string, options: { versioned?: boolean } = {}): Promise<Household> {
    const household = await work.load(Household, id, options);
    await household.demandWriting(work);
    return household;
  }

  /** As `forWriting`, about one person: of a merged household others' files may be seen and not be written in. */
  static async forWritingAbout(work: Work, { id, householdId }: { id: string; householdId: string }): Promise<void> {
    const household = await work.load(Household, householdId, { versioned: false });
    await household.demandWriting(work, id);
  }

  /** @throws household_merged, household_not_yours */
  async demandWriting(work: Work, personId?: string): Promise<void> {
    this.assertLive();
    const file = personId === undefined ? 'household_origin($2)' : 'person_origin($2)';
    const [writer] = await work.query(
      `SELECT 1 FROM grants g WHERE g.consortium_id = $1 AND g.organisation_id = acting_organisation()
         AND g.household_id = ${file} AND g.scope = 'writing' AND g.until > civil_today()`,
      [actor().consortiumId, personId ?? this.id],
    );
    if (!writer && actor().kind !== 'system') throw conflict(PEOPLE.household_not_yours);
  }

  /**
   * Where a body refers to a household to act on: it is disclosed to who acts. The stub that a coordinator has of every household lets
   * nobody do so. `held`: it stays until this unit is over.
   * @throws unknown_reference (422), the same as for one that is not there
   */
  static async disclosed(work: Work, id: string, pointer: string, { held = false } = {}): Promise<Household> {
    const household = held ? await work.held(Household, id, pointer) : await work.reference(Household, id, pointer);
    const [row] = await work.query<{ known: boolean }>(
      `SELECT acting_kind() = 'system' OR household_known($1) AS known`,
      [household.id],
    );
    if (!row?.known) throw invalid(pointer, 'unknown_reference');
    return household;
  }

  /** To whom the events of a household go: all who see it at all. */
  static async viewers(work: Work, id: string): Promise<string[]> {
    const [row] = await work.query<{ viewers: string[] | null }>('SELECT household_viewers($1) AS viewers', [id]);
    return row?.viewers ?? [];
  }

  /** Brings the counts that all see up to date with the members, for the feed too. */
  static async recount(work: Work, ids: readonly string[], today: CivilDate): Promise<void> {
    const changed = await work.query<{ id: string }>('SELECT recount_households($1::uuid[], $2) AS id', [ids, today]);
    work.touch(
      'households',
      changed.map(({ id }) => id),
    );
  }

  /** A merged household is read only; what belonged to it goes on under the one that took it in. */
  assertLive(): void {
    if (this.status === 'merged') throw conflict(PEOPLE.household_merged);
  }

  describe(known: { type?: HouseholdType | null }): void {
    this.assertLive();
    if (known.type !== undefined) this.type = known.type;
  }
}
