import { ExitRoute } from '../src/placements/placement-grounds.enums.js';
import {
  DuesSource,
  EndingReason,
  TenancyActKind,
  TenancyKind,
  TenancyStatus,
  TerminationClauseDelay,
} from '../src/tenancies/tenancies.enums.js';
import { TENANCY_FUNCTIONS, TENANCY_FUNCTIONS_UNDO } from './0021-tenancies-functions.js';
import { TENANCY_PARTIES, TENANCY_PARTIES_UNDO } from './0021-tenancies-parties.js';
import {
  definer,
  isolate,
  isolateParties,
  KEPT_OPEN,
  NOUN_COLUMNS,
  oneOf,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';

const PARTIES = ['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'];
const PARTY_COLUMNS = `landlord_id uuid NOT NULL, operator_id uuid, supporter_id uuid, tenant_organisation_id uuid`;
/** Lessor and manager see it as who lets, the supporter as who supports; who rents it to let it on, as the party that it is. */
export const BY_ROLE = {
  keepers: ['landlord_id', 'operator_id'],
  supporter: 'supporter_id',
  organisations: ['tenant_organisation_id'],
};
const toTenancy = `FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id)`;
const CASELOAD = `(${KEPT_OPEN} OR tenancy_open(household_id, landlord_id, operator_id, 'stub'))`;

/**
 * Tenancies. The parties are columns of the row: lessor (landlord_id), manager (operator_id), supporter, and the organisation
 * that is tenant of a head tenancy. The owner who let the flat to the lessor is no party: it reads `tenancy_occupancies`.
 */
export class Tenancies1700000000021 extends SqlMigration {
  readonly name = 'Tenancies1700000000021';

  protected readonly steps = [
    // A worker's caseload, and that a supporter still holds a grant: asked where a row has a supporter, not of every row.
    `CREATE FUNCTION tenancy_open(household uuid, landlord uuid, operator uuid, of_scope text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF household IS NULL THEN RETURN true; END IF;
       IF NOT in_caseload(household) THEN RETURN false; END IF;
       IF acting_as('landlord', 'operator') IN (landlord, operator) THEN RETURN true; END IF;
       RETURN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = household_origin(household) AND g.scope = of_scope AND g.until > civil_today());
     END $$`,
    ...definer('tenancy_open(uuid, uuid, uuid, text)'),

    `CREATE TABLE tenancies (${NOUN_COLUMNS},
       kind text NOT NULL ${oneOf('kind', TenancyKind.codes)},
       status text NOT NULL DEFAULT 'in_force' ${oneOf('status', TenancyStatus.codes)},
       household_id uuid,
       head_tenancy_id uuid,
       previous_tenancy_id uuid,
       placement_id uuid,
       dwelling_id uuid NOT NULL,
       room_id uuid,
       starts_on date NOT NULL,
       ends_on date,
       ended_on date,
       ending_reason text ${oneOf('ending_reason', EndingReason.codes)},
       settled_on date,
       due_day integer NOT NULL DEFAULT 1 CHECK (due_day BETWEEN 1 AND 28),
       dues_start_on date NOT NULL,
       dues_source text NOT NULL DEFAULT 'computed' ${oneOf('dues_source', DuesSource.codes)},
       termination_clause_delay text NOT NULL DEFAULT 'six_weeks' ${oneOf('termination_clause_delay', TerminationClauseDelay.codes)},
       ${PARTY_COLUMNS},
       PRIMARY KEY (consortium_id, id),
       ${PARTIES.map((column) => `FOREIGN KEY (consortium_id, ${column}) REFERENCES organisations (consortium_id, id)`).join(', ')},
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, head_tenancy_id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, previous_tenancy_id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id),
       FOREIGN KEY (consortium_id, dwelling_id, room_id) REFERENCES rooms (consortium_id, dwelling_id, id),
       CONSTRAINT tenancies_one_tenant CHECK (num_nonnulls(household_id, tenant_organisation_id) = 1),
       CHECK (ends_on > starts_on),
       CHECK (ended_on >= starts_on),
       CHECK ((status = 'ended') = (ended_on IS NOT NULL)),
       CHECK ((ended_on IS NULL) = (ending_reason IS NULL)),
       CHECK (settled_on IS NULL OR ended_on IS NOT NULL))`,
    stamped('tenancies'),
    ...PARTIES.map(
      (column) =>
        `CREATE INDEX tenancies_by_${column.replace('_id', '')} ON tenancies (consortium_id, ${column}, id)${column === 'landlord_id' ? '' : ` WHERE ${column} IS NOT NULL`}`,
    ),
    `CREATE INDEX tenancies_by_change ON tenancies (consortium_id, updated_at, id)`,
    `CREATE INDEX tenancies_by_household ON tenancies (consortium_id, household_id)`,
    `CREATE INDEX tenancies_by_dwelling ON tenancies (consortium_id, dwelling_id)`,
    `CREATE INDEX tenancies_by_head ON tenancies (consortium_id, head_tenancy_id) WHERE head_tenancy_id IS NOT NULL`,
    `CREATE UNIQUE INDEX tenancies_of_placement ON tenancies (consortium_id, placement_id) WHERE placement_id IS NOT NULL`,
    `CREATE UNIQUE INDEX tenancies_successor ON tenancies (consortium_id, previous_tenancy_id) WHERE previous_tenancy_id IS NOT NULL`,
    ...isolateParties('tenancies', BY_ROLE, { kinds: ['system', 'coordinator'], more: CASELOAD }),
    runtimeMay('SELECT, INSERT, UPDATE', 'tenancies'),

    // Every act: who, when, from which day. The supporter's name is never here: it can say too much.
    `CREATE TABLE tenancy_acts (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       act text NOT NULL ${oneOf('act', TenancyActKind.codes)},
       occurred_on date NOT NULL,
       effective_on date NOT NULL,
       reason text,
       by_organisation_id uuid,
       principal_id text NOT NULL,
       PRIMARY KEY (consortium_id, id),
       ${toTenancy})`,
    stamped('tenancy_acts'),
    `CREATE INDEX tenancy_acts_by_tenancy ON tenancy_acts (consortium_id, tenancy_id, id)`,

    // Whether the acting organisation sees the tenancy: for rows that hang on it, in policies of few rows.
    `CREATE FUNCTION sees_tenancy(tenancy uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy);
     END $$`,
    ...isolate('tenancy_acts', 'sees_tenancy(tenancy_id)'),
    runtimeMay('SELECT, INSERT', 'tenancy_acts'),

    // Where the household went: for who supports it, and who wrote it.
    `CREATE TABLE tenancy_exits (${NOUN_COLUMNS},
       route text NOT NULL ${oneOf('route', ExitRoute.codes)},
       durable boolean NOT NULL,
       supporter_id uuid,
       author_organisation_id uuid NOT NULL DEFAULT acting_organisation(),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES tenancies (consortium_id, id))`,
    stamped('tenancy_exits'),
    ...isolateParties(
      'tenancy_exits',
      { supporter: 'supporter_id', organisations: ['author_organisation_id'] },
      { more: 'sees_tenancy(id)' },
    ),
    runtimeMay('SELECT, INSERT', 'tenancy_exits'),

    // All that the owner of the flat sees of who lives in it beneath its head tenancy: where, and from when until when.
    `CREATE TABLE tenancy_occupancies (${NOUN_COLUMNS},
       head_tenancy_id uuid NOT NULL,
       head_landlord_id uuid NOT NULL,
       lessor_id uuid NOT NULL,
       dwelling_id uuid NOT NULL,
       room_id uuid,
       starts_on date NOT NULL,
       ended_on date,
       next_review_on date,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, head_tenancy_id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, head_landlord_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, lessor_id) REFERENCES organisations (consortium_id, id))`,
    stamped('tenancy_occupancies'),
    `CREATE INDEX tenancy_occupancies_by_head ON tenancy_occupancies (consortium_id, head_tenancy_id, id)`,
    ...isolateParties(
      'tenancy_occupancies',
      { keepers: ['head_landlord_id', 'lessor_id'] },
      { kinds: ['system', 'coordinator'] },
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'tenancy_occupancies'),
    ...TENANCY_PARTIES,
    ...TENANCY_FUNCTIONS,
  ];

  protected readonly undo = [
    ...TENANCY_FUNCTIONS_UNDO,
    ...TENANCY_PARTIES_UNDO,
    `DROP TABLE tenancy_occupancies, tenancy_exits, tenancy_acts, tenancies`,
    `DROP FUNCTION sees_tenancy(uuid)`,
    `DROP FUNCTION tenancy_open(uuid, uuid, uuid, text)`,
  ];
}
