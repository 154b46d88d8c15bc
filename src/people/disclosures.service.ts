import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Disclosure } from './disclosure.entity.js';
import { DISCLOSURES } from './disclosures.reasons.js';
import { Household } from './household.entity.js';
import type { DisclosureFilter, DisclosureInput, HandoverInput } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';

/** Who could see a household, what, when and why; opened by consent, closed by whoever writes in the file. */
@Injectable()
export class DisclosuresService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly households: HouseholdsService,
  ) {}

  @Requires('people:read')
  async list(householdId: string, filter: DisclosureFilter): Promise<Page<Disclosure>> {
    const { id } = await this.households.get(householdId);
    return listPage(this.database, this.keyring, Disclosure, filter, {
      ignore: ['open'],
      where: [
        { sql: (parameter) => `t.household_id = ${parameter(id)}` },
        ...(filter.open === undefined
          ? []
          : [{ sql: () => `(t.closed_at IS NULL) = ${filter.open ? 'true' : 'false'}` }]),
      ],
    });
  }

  @Requires('people:read')
  async get(householdId: string, id: string): Promise<Disclosure> {
    const household = await this.households.get(householdId);
    const disclosure = await loadNoun(this.database, Disclosure, uuidOrMissing(id));
    if (disclosure?.householdId !== household.id) throw notFound();
    return disclosure;
  }

  /** By the household's consent, to a supporter, a referrer or a specialist; what others see rests on placements and tenancies. */
  @Requires('people:disclose')
  open(householdId: string, input: DisclosureInput): Promise<Disclosure> {
    return this.database.work(async (work) => {
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      if (input.informedOn > clock.today()) throw invalid('/informedOn', 'in_the_future');
      const { organisationId, relation, informedOn, endsOn, purpose } = input;
      if (endsOn != null && endsOn < clock.today()) throw invalid('/endsOn', 'period_reversed');
      const opened = await Disclosure.open(work, {
        householdId: id,
        organisationId,
        relation,
        basis: 'consent',
        subjectType: 'household',
        subjectId: id,
        legalGround: 'consent',
        informedOn,
        endsOn,
        purpose,
      });
      if (!opened) throw conflict(DISCLOSURES.disclosure_private_owner);
      await work.record({
        type: 'disclosure.opened',
        subject: { type: 'disclosure', id: opened },
        householdId: id,
        viewers: [actor().organisationId, organisationId],
      });
      return work.published(Disclosure, opened);
    });
  }

  /**
   * What the predecessor wrote as a supporter (residential situations) is its successor's too from now on. Recorded by the predecessor, by
   * the successor once that one supports no more.
   * @throws handover_not_yours, handover_by_predecessor, handover_no_supporter (409)
   */
  @Requires('people:disclose')
  handOver(householdId: string, input: HandoverInput): Promise<Disclosure> {
    return this.database.work(async (work) => {
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      if (input.acceptedOn > clock.today()) throw invalid('/acceptedOn', 'in_the_future');
      const { fromOrganisationId, toOrganisationId, acceptedOn } = input;
      const [row] = await work.query<{ opened: string }>('SELECT hand_over($1, $2, $3, $4) AS opened', [
        id,
        fromOrganisationId,
        toOrganisationId,
        acceptedOn,
      ]);
      const { opened } = row!;
      context().trail?.changed('disclosures', opened);
      await work.record({
        type: 'household.handed_over',
        subject: { type: 'disclosure', id: opened },
        householdId: id,
        viewers: [fromOrganisationId, toOrganisationId],
      });
      return work.published(Disclosure, opened);
    });
  }

  /**
   * What it showed is gone with the next request.
   * @throws disclosure_closed, disclosure_rests_on_more, disclosure_of_another, disclosure_last_sight (409)
   */
  @Requires('people:disclose')
  close(householdId: string, disclosureId: string): Promise<Disclosure> {
    return this.database.work(async (work) => {
      const [known] = await work.query<{
        id: string;
        version: number;
        householdId: string;
        organisationId: string;
        closedAt: string | null;
      }>(
        `SELECT id, version, household_id AS "householdId", organisation_id AS "organisationId", closed_at AS "closedAt"
         FROM disclosures WHERE consortium_id = $1 AND id::text = $2 AND household_id::text = $3`,
        [actor().consortiumId, disclosureId.toLowerCase(), householdId.toLowerCase()],
      );
      if (!known) throw notFound();
      work.checkVersion(known.version);
      if (known.organisationId !== actor().organisationId)
        await Household.forWriting(work, known.householdId, { versioned: false });
      if (known.closedAt) throw conflict(DISCLOSURES.disclosure_closed);
      await work.query('SELECT close_disclosure($1)', [known.id]);
      context().trail?.changed('disclosures', known.id);
      await work.record({
        type: 'disclosure.closed',
        subject: { type: 'disclosure', id: known.id },
        householdId: known.householdId,
        viewers: [actor().organisationId, known.organisationId],
      });
      work.touch('households', [known.householdId]);
      return work.published(Disclosure, known.id);
    });
  }
}
