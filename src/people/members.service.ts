import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import { HouseholdMember } from './household-member.entity.js';
import type { HouseholdMemberInput, MemberEnding, MemberFilter } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { addMember, membersChanged } from './members.js';

/** Who is in a household, from when to when. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly households: HouseholdsService,
  ) {}

  @Requires('people:read')
  async list(householdId: string, filter: MemberFilter): Promise<Page<HouseholdMember>> {
    const { id } = await this.households.get(householdId);
    return listPage(this.database, this.keyring, HouseholdMember, filter, {
      where: [{ sql: (parameter) => `t.household_id = ${parameter(id)}` }],
    });
  }

  @Requires('people:read')
  async get(householdId: string, id: string): Promise<HouseholdMember> {
    const member = await loadNoun(this.database, HouseholdMember, uuidOrMissing(id));
    if (member?.householdId !== householdId.toLowerCase()) throw notFound();
    return member;
  }

  @Requires('people:write')
  add(householdId: string, input: HouseholdMemberInput): Promise<HouseholdMember> {
    return this.database.work(async (work) => {
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      const member = await addMember(work, id, input);
      await membersChanged(work, member);
      await work.enqueue('duplicate-scan', { householdId: id });
      return work.published(HouseholdMember, member.id);
    });
  }

  @Requires('people:write')
  end(householdId: string, memberId: string, { endsOn }: MemberEnding): Promise<HouseholdMember> {
    return this.database.work(async (work) => {
      // The household first: whoever leaves it at the same time, as a twin too, waits here.
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      const member = await work.load(HouseholdMember, memberId);
      if (member.householdId !== id) throw notFound();
      await Household.forWritingAbout(work, { id: member.personId, householdId: id });
      member.end(endsOn);
      await work.save(member);
      await membersChanged(work, member);
      return work.published(HouseholdMember, member.id);
    });
  }
}
