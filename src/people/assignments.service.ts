import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { constraintMeans } from '../platform/database/sql-failures.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Assignment } from './assignment.entity.js';
import { Household } from './household.entity.js';
import type { AssignmentEnding, AssignmentFilter, AssignmentInput } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { PEOPLE } from './people.reasons.js';

constraintMeans('assignments_worker', () => invalid('/userId', 'unknown_reference'));

/** Which worker of one's own organisation follows which household. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly households: HouseholdsService,
  ) {}

  @Requires('people:read')
  async list(householdId: string, filter: AssignmentFilter): Promise<Page<Assignment>> {
    const { id } = await this.households.get(householdId);
    return listPage(this.database, this.keyring, Assignment, filter, {
      where: [{ sql: (parameter) => `t.household_id = ${parameter(id)}` }],
    });
  }

  @Requires('people:read')
  async get(householdId: string, id: string): Promise<Assignment> {
    const household = await this.households.get(householdId);
    const assignment = await loadNoun(this.database, Assignment, uuidOrMissing(id));
    if (assignment?.householdId !== household.id) throw notFound();
    return assignment;
  }

  /** @throws assignment_running (409) */
  @Requires('people:write')
  add(householdId: string, { userId, startsOn, standIn = false }: AssignmentInput): Promise<Assignment> {
    return this.database.work(async (work) => {
      const { id } = await work.load(Household, householdId, { versioned: false });
      // A coordinator sees every household, and follows those of its own organisation.
      const [known] = await work.query('SELECT 1 WHERE household_known($1)', [id]);
      if (!known) throw notFound();
      const [running] = await work.query(
        `SELECT 1 FROM assignments a WHERE a.consortium_id = $1 AND a.household_id = $2 AND a.user_id = $3
           AND (a.ends_on IS NULL OR a.ends_on > greatest(a.starts_on, $4))`,
        [actor().consortiumId, id, userId, startsOn],
      );
      if (running) throw conflict(PEOPLE.assignment_running);
      const values = {
        householdId: id,
        organisationId: actor().organisationId,
        userId,
        startsOn,
        standIn,
        endsOn: null,
      };
      const assignment = await work.insert(work.create(Assignment, values));
      await work.record({
        type: 'household.assigned',
        subject: { type: 'household', id },
        householdId: id,
        viewers: [actor().organisationId],
      });
      return work.published(Assignment, assignment.id);
    });
  }

  @Requires('people:write')
  end(householdId: string, id: string, { endsOn }: AssignmentEnding): Promise<Assignment> {
    return this.database.work(async (work) => {
      const household = await work.load(Household, householdId, { versioned: false });
      const assignment = await work.load(Assignment, id);
      if (assignment.householdId !== household.id) throw notFound();
      assignment.end(endsOn);
      await work.save(assignment);
      return work.published(Assignment, assignment.id);
    });
  }
}
