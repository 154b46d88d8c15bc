import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, stillShown, type DeltaQuery } from '../platform/api/delta.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { findNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { addDays } from '../platform/calendar.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { holdFirst, placesPut } from './capacities.js';
import { DwellingAddress } from './dwelling-address.entity.js';
import { describeBy } from './dwelling-facts.js';
import { Dwelling } from './dwelling.entity.js';
import type { DwellingFilter, DwellingInput, DwellingPatch } from './dwellings.inputs.js';
import { demandOwner, ownersOf, readsAllHousing } from './ownership.js';
import { demandAppointment } from './sites.service.js';

const NOTHING_KNOWN = {
  siteId: null,
  surfaceM2: null,
  floor: null,
  rentCents: null,
  chargesCents: null,
  programmeId: null,
  reservationKind: 'none',
  reservationHolderId: null,
  occupancy: null,
} as const;

/** A night that was missed is made up for. */
const DAYS_LOOKED_BACK = 31;

/** Dwellings. Landlord or operator keeps them; who sees them is said at their entity. */
@Injectable()
export class DwellingsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('housing:read')
  list(filter: DwellingFilter): Promise<Page<Dwelling>> {
    const { rplsId } = filter;
    const where = rplsId
      ? [
          {
            sql: (parameter: (value: unknown) => string) =>
              `t.id IN (SELECT a.id FROM dwelling_addresses a WHERE a.consortium_id = t.consortium_id AND a.rpls_id = ${parameter(rplsId)})`,
          },
        ]
      : [];
    const viewers = readsAllHousing()
      ? undefined
      : ['landlord_id', 'operator_id', 'reservation_holder_id', 'holder_id'];
    return listPage(this.database, this.keyring, Dwelling, filter, { where, viewers, ignore: ['rplsId'] });
  }

  @Requires('housing:read')
  async get(id: string): Promise<Dwelling> {
    const found = await findNoun(this.database, Dwelling, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('housing:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'dwellings', query, stillShown('dwellings'));
  }

  @Requires('housing:write')
  create(input: DwellingInput): Promise<Dwelling> {
    return this.database.work(async (work) => {
      const { id } = await this.add(work, input);
      await setExternalIds(work, Dwelling, id, input.externalIds);
      return work.published(Dwelling, id);
    });
  }

  @Requires('housing:write')
  change(id: string, { externalIds, ...facts }: DwellingPatch): Promise<Dwelling> {
    return this.database.work(async (work) => {
      const dwelling = await this.replace(work, id, facts);
      await setExternalIds(work, Dwelling, dwelling.id, externalIds);
      return work.published(Dwelling, dwelling.id);
    });
  }

  /**
   * Full replace of what the dwelling is; its operator and its address change only when given, its owner and its places not here.
   * @throws owner_stays, places_have_periods (422)
   */
  @Requires('housing:write')
  putByExternalId(system: string, value: string, input: DwellingInput): Promise<Dwelling> {
    return this.database.work((work) =>
      putByExternalId(work, Dwelling, { system, value }, input.externalIds, async (known) => {
        if (known === undefined) return (await this.add(work, input)).id;
        const { landlordId, places, inServiceFrom, address, externalIds: _e, ...facts } = input;
        const dwelling = await this.replace(work, known, facts, { whole: true });
        demandOwner(dwelling, landlordId);
        await placesPut(work, dwelling, { places, inServiceFrom });
        if (address) await this.readdress(work, dwelling.id, address);
        return dwelling.id;
      }),
    );
  }

  /** Whose sight of a dwelling began or ended with its convention lately: told again where that was told, nothing is written. */
  @Requires('nothing')
  turnDay(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const turned = await work.query<{ id: string }>(
        `SELECT id FROM dwellings WHERE consortium_id = $1 AND (brought_from BETWEEN $2 AND $3 OR brought_until >= $2 AND brought_until < $3)`,
        [actor().consortiumId, addDays(clock.today(), -DAYS_LOOKED_BACK), clock.today()],
      );
      const ids = turned.map(({ id }) => id);
      work.touch('dwellings', ids);
      return { turned: ids.length };
    });
  }

  private async add(work: Work, input: DwellingInput): Promise<Dwelling> {
    const { landlordId, places, inServiceFrom, address = {}, externalIds: _own, ...facts } = input;
    const owners = await ownersOf(work, { landlordId, operatorId: facts.operatorId });
    const dwelling = work.create(Dwelling, { ...NOTHING_KNOWN, ...owners, riderId: null, holderId: null });
    await describeBy(work, dwelling, { ...facts, operatorId: owners.operatorId });
    await work.insert(dwelling);
    const whereabouts = work.create(DwellingAddress, {
      id: dwelling.id,
      lines: [],
      postcode: null,
      door: null,
      banId: null,
      rplsId: null,
    });
    whereabouts.describe(address);
    await work.insert(whereabouts);
    await holdFirst(work, dwelling, { places, inServiceFrom });
    await this.tell(work, 'dwelling.added', dwelling);
    return dwelling;
  }

  private async replace(work: Work, id: string, facts: DwellingPatch, { whole = false } = {}): Promise<Dwelling> {
    const dwelling = await work.load(Dwelling, id);
    await demandAppointment(work, dwelling, facts.operatorId);
    await describeBy(work, dwelling, facts, whole ? NOTHING_KNOWN : undefined);
    await work.save(dwelling);
    await this.tell(work, 'dwelling.changed', dwelling);
    return dwelling;
  }

  private async readdress(work: Work, id: string, facts: object): Promise<void> {
    const address = await work.load(DwellingAddress, id, { versioned: false });
    address.describe(facts);
    await work.save(address);
  }

  private async tell(
    work: Work,
    type: string,
    { id, landlordId, operatorId, reservationHolderId }: Dwelling,
  ): Promise<void> {
    await work.record({
      type,
      subject: { type: 'dwelling', id },
      viewers: [landlordId, operatorId, reservationHolderId],
    });
    work.touch('dwellings', [id]);
  }
}
