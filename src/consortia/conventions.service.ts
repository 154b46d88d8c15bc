import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Convention } from './convention.entity.js';
import type {
  ConventionFilter,
  ConventionInput,
  ConventionPatch,
  RiderFilter,
  RiderInput,
} from './conventions.inputs.js';
import { Organisation } from './organisation.entity.js';
import { Programme } from './programme.entity.js';
import { Rider } from './rider.entity.js';

/** Conventions are seen by their parties and the coordinator; a party records and changes them. */
@Injectable()
export class ConventionsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: ConventionFilter): Promise<Page<Convention>> {
    return listPage(this.database, this.keyring, Convention, filter);
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
      if (![landlord.id, holder.id].includes(actor().organisationId)) throw invalid('/holderId', 'not_a_party');
      await checkProgramme(work, terms.programmeId, [landlord.id, holder.id]);
      const none = { programmeId: null, subject: null, validUntil: null, decidingBody: null, omittedSteps: null };
      const convention = work.create(Convention, { landlordId: landlord.id, holderId: holder.id, ...none });
      convention.agree(terms);
      await work.insert(convention);
      await record(work, 'convention.signed', convention);
      return work.published(Convention, convention.id);
    });
  }

  @Requires('consortia:convene')
  change(id: string, patch: ConventionPatch): Promise<Convention> {
    return this.database.work(async (work) => {
      const convention = await this.own(work, id);
      await checkProgramme(work, patch.programmeId, [convention.landlordId, convention.holderId]);
      convention.agree(patch);
      await work.save(convention);
      await record(work, 'convention.changed', convention);
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

  @Requires('consortia:convene')
  addRider(id: string, input: RiderInput): Promise<Rider> {
    return this.database.work(async (work) => {
      const convention = await this.own(work, id);
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

  /** The coordinator reads conventions and changes none. */
  private async own(work: Work, id: string): Promise<Convention> {
    const convention = await work.load(Convention, id);
    if (![convention.landlordId, convention.holderId].includes(actor().organisationId)) throw notFound();
    return convention;
  }
}

/** A convention opens a programme, and its name, to its landlord: where the programme has an operator, it is a party. */
async function checkProgramme(
  work: Work,
  programmeId: string | null | undefined,
  parties: readonly string[],
): Promise<void> {
  if (!programmeId) return;
  const { operatorId } = await work.reference(Programme, programmeId, '/programmeId');
  if (operatorId !== null && !parties.includes(operatorId)) throw invalid('/programmeId', 'not_a_party');
}

async function record(
  work: Work,
  type: string,
  { id, landlordId, holderId }: Convention,
  other: string | null = null,
): Promise<void> {
  await work.record({ type, subject: { type: 'convention', id }, viewers: [landlordId, holderId, other] });
}
