import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Convention } from './convention.entity.js';
import type {
  ConventionConfirmation,
  ConventionFilter,
  ConventionInput,
  ConventionPatch,
  RiderFilter,
  RiderInput,
} from './conventions.inputs.js';
import { Organisation } from './organisation.entity.js';
import { Programme } from './programme.entity.js';
import { Rider } from './rider.entity.js';

/** Conventions are seen, recorded and changed by their parties and the coordinator; what follows from them waits for two. */
@Injectable()
export class ConventionsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: ConventionFilter): Promise<Page<Convention>> {
    const { confirmed } = filter;
    const where = confirmed === undefined ? [] : [{ sql: () => `(t.confirmed_on IS NOT NULL) = ${String(confirmed)}` }];
    return listPage(this.database, this.keyring, Convention, filter, { where, ignore: ['confirmed'] });
  }

  @Requires('consortia:read')
  async get(id: string): Promise<Convention> {
    const found = await loadNoun(this.database, Convention, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('consortia:convene')
  create({ landlordId, holderId, ...terms }: ConventionInput): Promise<Convention> {
    return this.database.work(async (work) => {
      if (landlordId.toLowerCase() === holderId.toLowerCase()) throw invalid('/holderId', 'same_party');
      const landlord = await work.reference(Organisation, landlordId, '/landlordId');
      const holder = await work.reference(Organisation, holderId, '/holderId');
      const parties = [landlord.id, holder.id];
      const { organisationId, kind } = actor();
      if (!parties.includes(organisationId) && kind !== 'coordinator') throw invalid('/holderId', 'not_a_party');
      const convention = work.create(Convention, { ...NOTHING_AGREED, landlordId: landlord.id, holderId: holder.id });
      await checkProgramme(work, convention, terms.programmeId);
      convention.propose(terms, organisationId, clock.today());
      await work.insert(convention);
      await record(work, 'convention.signed', convention);
      return work.published(Convention, convention.id);
    });
  }

  /** What one party changes of a convention that is not confirmed waits for the other. @throws convention_agreed (409) */
  @Requires('consortia:convene')
  change(id: string, patch: ConventionPatch): Promise<Convention> {
    return this.database.work(async (work) => {
      const convention = await work.load(Convention, id);
      await checkProgramme(work, convention, patch.programmeId);
      convention.propose(patch, actor().organisationId, clock.today());
      await work.save(convention);
      await record(work, 'convention.changed', convention);
      return work.published(Convention, id);
    });
  }

  /**
   * The other party's word, or the coordinator's: from now on it has effect. A landlord records its first convention of a
   * programme without naming what it may not know; the association names it here.
   * @throws convention_confirmed, convention_awaits_other, convention_agreed (409)
   */
  @Requires('consortia:convene')
  confirm(id: string, { programmeId }: ConventionConfirmation): Promise<Convention> {
    return this.database.work(async (work) => {
      const convention = await work.load(Convention, id);
      await checkProgramme(work, convention, programmeId);
      convention.confirm(actor().organisationId, clock.today());
      convention.serve(programmeId);
      await work.save(convention);
      await record(work, 'convention.confirmed', convention);
      return work.published(Convention, id);
    });
  }

  @Requires('consortia:read')
  async listRiders(id: string, filter: RiderFilter): Promise<Page<Rider>> {
    const { id: conventionId } = await this.get(id);
    const where = [{ sql: (parameter: (value: unknown) => string) => `t.convention_id = ${parameter(conventionId)}` }];
    return listPage(this.database, this.keyring, Rider, filter, { where });
  }

  @Requires('consortia:read')
  async getRider(id: string, riderId: string): Promise<Rider> {
    const rider = await loadNoun(this.database, Rider, uuidOrMissing(riderId));
    if (rider?.conventionId !== uuidOrMissing(id)) throw notFound();
    return rider;
  }

  /** @throws convention_ended, rider_number_taken (409) */
  @Requires('consortia:convene')
  addRider(id: string, input: RiderInput): Promise<Rider> {
    return this.database.work(async (work) => {
      const convention = await work.load(Convention, id);
      convention.demandNotOver(clock.today());
      if (input.reservedForId) await work.reference(Organisation, input.reservedForId, '/reservedForId');
      const { number, signedOn, dwellingsBrought = 0, reservedForId = null } = input;
      const rider = work.create(Rider, {
        conventionId: convention.id,
        number,
        signedOn,
        dwellingsBrought,
        reservedForId,
      });
      await work.insert(rider);
      await record(work, 'convention.rider_signed', convention, reservedForId);
      return work.published(Rider, rider.id);
    });
  }
}

const NOTHING_AGREED = {
  programmeId: null,
  subject: null,
  validUntil: null,
  decidingBody: null,
  omittedSteps: null,
  confirmedById: null,
  confirmedOn: null,
} as const;

/** A convention opens a programme, and its name, to its landlord: the programme's operator is a party, or the coordinator says so. */
async function checkProgramme(
  work: Work,
  convention: Convention,
  programmeId: string | null | undefined,
): Promise<void> {
  if (!programmeId || programmeId.toLowerCase() === convention.programmeId) return;
  const { operatorId } = await work.reference(Programme, programmeId, '/programmeId');
  const byCoordinator = actor().kind === 'coordinator' && !convention.isParty(actor().organisationId);
  if (!byCoordinator && !(operatorId && convention.isParty(operatorId)))
    throw invalid('/programmeId', 'programme_operator_not_a_party');
}

async function record(
  work: Work,
  type: string,
  { id, landlordId, holderId }: Convention,
  other: string | null = null,
): Promise<void> {
  await work.record({ type, subject: { type: 'convention', id }, viewers: [landlordId, holderId, other] });
}
