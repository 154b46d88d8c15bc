import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { invalid } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import { HouseholdFile, RegularStayCheck } from './household-files.entity.js';
import type { HouseholdFileInput, RegularStayCheckInput } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { onlyRowOf } from './person-files.js';

/** What a lease's file needs of the household as a whole. */
@Injectable()
export class HouseholdFilesService {
  constructor(
    private readonly database: Database,
    private readonly households: HouseholdsService,
  ) {}

  @Requires('people:read')
  async file(householdId: string): Promise<HouseholdFile> {
    return onlyRowOf(this.database, HouseholdFile, 'household_id', (await this.households.get(householdId)).id);
  }

  @Requires('people:write')
  putFile(householdId: string, { requestNumber = null }: HouseholdFileInput): Promise<HouseholdFile> {
    return this.database.work(async (work) => {
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      const [known] = await work.query<{ id: string }>(
        `SELECT id FROM household_files WHERE consortium_id = $1 AND household_id = $2 AND origin_household_id = household_origin($2)`,
        [actor().consortiumId, id],
      );
      work.replacing(known !== undefined);
      const file = known ? await work.load(HouseholdFile, known.id) : work.create(HouseholdFile, { householdId: id });
      file.requestNumber = requestNumber;
      await (known ? work.save(file) : work.insert(file));
      context().created = known === undefined;
      return work.published(HouseholdFile, file.id);
    });
  }

  @Requires('people:read')
  async regularStay(householdId: string): Promise<RegularStayCheck> {
    return onlyRowOf(this.database, RegularStayCheck, 'household_id', (await this.households.get(householdId)).id);
  }

  /** Only the date of the check is kept: no permit, no number, no result other than that it was regular. */
  @Requires('people:write')
  checkRegularStay(householdId: string, { checkedOn }: RegularStayCheckInput): Promise<RegularStayCheck> {
    return this.database.work(async (work) => {
      const { id } = await Household.forWriting(work, householdId, { versioned: false });
      if (checkedOn > clock.today()) throw invalid('/checkedOn', 'in_the_future');
      const check = await work.insert(work.create(RegularStayCheck, { householdId: id, checkedOn }));
      return work.published(RegularStayCheck, check.id);
    });
  }
}
