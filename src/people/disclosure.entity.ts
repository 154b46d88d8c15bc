import type { CivilDate } from '../platform/clock.js';
import { context } from '../platform/context.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { Work } from '../platform/database/work.js';
import { DisclosureBasis, DisclosureRelation } from './people.enums.js';

export interface Opening {
  readonly householdId: string;
  readonly organisationId: string;
  readonly basis: DisclosureBasis;
  readonly relation: DisclosureRelation;
  /** What it rests on: a placement, a tenancy, an episode; it is closed by this. */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly legalGround: string;
  readonly informedOn?: CivilDate | null;
  readonly endsOn?: CivilDate | null;
  readonly purpose?: string | null;
}

const scopes = (alias: string): string =>
  `(SELECT array_agg(s.scope ORDER BY s.scope) FROM disclosure_scopes s WHERE s.relation = ${alias}.relation)`;

/**
 * Who could see a household, what, when and why (`security.md`, “Disclosure”; CNIL 2021: each sharing is traceable).
 * Written only by SQL functions, which refuse what may not be. Who opened and closed it stays in the table: a landlord reads its own
 * disclosures, and who supports may itself reveal a condition.
 */
@Noun('Disclosure', 'disclosures', 'A sight of a household that an organisation has or had, and why')
export class Disclosure extends Record {
  @Published.id({ about: 'The household' })
  householdId!: string;

  @Published.id({ about: 'Who may see' })
  organisationId!: string;

  @Published.code(DisclosureBasis, { about: 'On what it rests', example: 'placement' })
  basis!: DisclosureBasis;

  @Published.code(DisclosureRelation, { about: 'In which relation to the household', example: 'landlord' })
  relation!: DisclosureRelation;

  @Published.texts({ about: 'What that relation shows', sql: scopes, maxItems: 20, example: ['stub', 'identity'] })
  scopes!: string[];

  @Published.text({ about: 'Kind of what it rests on', max: 60, example: 'placement' })
  subjectType!: string;

  @Published.id({ about: 'What it rests on' })
  subjectId!: string;

  @Published.text({ about: 'Legal ground', max: 200, example: 'public_interest' })
  legalGround!: string;

  @Published.text({ about: 'Purpose', max: 500, nullable: true, example: 'Attribution d’un logement' })
  purpose!: string | null;

  @Published.date({ about: 'When the person was informed', nullable: true })
  informedOn!: string | null;

  @Published.date({ about: 'First day', column: 'from_on' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, when an end is set', nullable: true, column: 'until' })
  endsOn!: string | null;

  @Published.instant({ about: 'When it was opened' })
  openedAt!: string;

  @Published.instant({ about: 'When it was closed, null while it lasts', nullable: true })
  closedAt!: string | null;

  /** Opens, or finds open; null for a private owner, who gets nothing. Touches the household's feed. */
  static async open(work: Work, opening: Opening): Promise<string | null> {
    const {
      householdId,
      organisationId,
      basis,
      relation,
      subjectType,
      subjectId,
      legalGround,
      informedOn,
      endsOn,
      purpose,
    } = opening;
    const [row] = await work.query<{ id: string | null }>(
      'SELECT open_disclosure($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS id',
      [
        householdId,
        organisationId,
        basis,
        relation,
        subjectType,
        subjectId,
        legalGround,
        informedOn ?? null,
        endsOn ?? null,
        purpose ?? null,
      ],
    );
    if (row!.id) context().trail?.changed('disclosures', row!.id);
    work.touch('households', [householdId]);
    // Who supports it from now on can answer whether it is known twice.
    if (row!.id && relation === 'supporter') await work.enqueue('duplicate-scan', { householdId });
    return row!.id;
  }

  /** Closes what rests on a basis and a subject, for one organisation or for all; what it showed is gone with the next request. */
  static async close(work: Work, basis: DisclosureBasis, subjectId: string, organisationId?: string): Promise<void> {
    const [row] = await work.query<{ households: string[] }>('SELECT close_disclosures($1, $2, $3) AS households', [
      basis,
      subjectId,
      organisationId ?? null,
    ]);
    for (const household of row!.households) context().trail?.changed('households', household);
    work.touch('households', row!.households);
  }
}
