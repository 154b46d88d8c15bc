import { OccupancyEnd, OccupancyStatus } from '../src/shared-flats/shared-flats.enums.js';
import { FLAT_FUNCTIONS, FLAT_FUNCTIONS_UNDO } from './0050-shared-flats-functions.js';
import { isolateParties, KEPT_OPEN, NOUN_COLUMNS, oneOf, runtimeMay, SqlMigration, stamped } from './support.js';

const PARTIES = ['operator_id', 'supporter_id', 'landlord_id'];
const toOrganisations = PARTIES.map(
  (column) => `FOREIGN KEY (consortium_id, ${column}) REFERENCES organisations (consortium_id, id)`,
).join(', ');
const foreign = (column: string, table: string): string =>
  `FOREIGN KEY (consortium_id, ${column}) REFERENCES ${table} (consortium_id, id)`;

/**
 * Shared flats and who lives in their rooms. `landlord_id` is the lessor of the head tenancy where that is a social landlord: it
 * reads these two tables and nothing that hangs on them. A private owner has no row at all (security.md).
 */
export class SharedFlats1700000000050 extends SqlMigration {
  readonly name = 'SharedFlats1700000000050';

  protected readonly steps = [
    `CREATE TABLE shared_flats (${NOUN_COLUMNS},
       dwelling_id uuid NOT NULL,
       head_tenancy_id uuid NOT NULL,
       convention_id uuid NOT NULL,
       opened_on date NOT NULL,
       closed_on date CHECK (closed_on >= opened_on),
       house_rules text,
       worker_id uuid,
       support_place text,
       operator_id uuid NOT NULL,
       supporter_id uuid,
       landlord_id uuid,
       PRIMARY KEY (consortium_id, id),
       ${toOrganisations},
       ${foreign('dwelling_id', 'dwellings')},
       ${foreign('head_tenancy_id', 'tenancies')},
       ${foreign('convention_id', 'conventions')},
       CONSTRAINT shared_flats_worker FOREIGN KEY (consortium_id, operator_id, worker_id) REFERENCES users (consortium_id, organisation_id, id))`,
    stamped('shared_flats'),
    `CREATE UNIQUE INDEX shared_flats_of_dwelling ON shared_flats (consortium_id, dwelling_id) WHERE closed_on IS NULL`,
    ...PARTIES.map(
      (column) =>
        `CREATE INDEX shared_flats_by_${column.replace('_id', '')} ON shared_flats (consortium_id, ${column}, id)`,
    ),
    ...isolateParties(
      'shared_flats',
      { keepers: ['operator_id', 'landlord_id'], supporter: 'supporter_id' },
      { kinds: ['system', 'coordinator'] },
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'shared_flats'),

    // A resident in a room for a period. The stay of the source 'occupancy' takes the room; the agreement goes on from room to room.
    `CREATE TABLE occupancies (${NOUN_COLUMNS},
       flat_id uuid NOT NULL,
       dwelling_id uuid NOT NULL,
       room_id uuid NOT NULL,
       household_id uuid NOT NULL,
       placement_id uuid,
       tenancy_id uuid,
       previous_id uuid,
       status text NOT NULL ${oneOf('status', OccupancyStatus.codes)},
       agreed_on date NOT NULL,
       planned_starts_on date NOT NULL,
       planned_ends_on date CHECK (planned_ends_on > planned_starts_on),
       started_on date,
       ended_on date CHECK (ended_on >= started_on),
       ended_by text ${oneOf('ended_by', OccupancyEnd.codes)},
       operator_id uuid NOT NULL,
       supporter_id uuid,
       landlord_id uuid,
       PRIMARY KEY (consortium_id, id),
       ${toOrganisations},
       ${foreign('flat_id', 'shared_flats')},
       FOREIGN KEY (consortium_id, dwelling_id, room_id) REFERENCES rooms (consortium_id, dwelling_id, id),
       ${foreign('household_id', 'households')},
       ${foreign('placement_id', 'placements')},
       ${foreign('tenancy_id', 'tenancies')},
       ${foreign('previous_id', 'occupancies')},
       CHECK (agreed_on <= coalesce(started_on, planned_starts_on)),
       CHECK ((status IN ('current', 'ended')) = (started_on IS NOT NULL)),
       CHECK ((started_on IS NULL) = (tenancy_id IS NULL)),
       CHECK ((status = 'ended') = (ended_on IS NOT NULL)),
       CHECK ((ended_on IS NULL) = (ended_by IS NULL)))`,
    stamped('occupancies'),
    `CREATE INDEX occupancies_by_flat ON occupancies (consortium_id, flat_id, id)`,
    `CREATE INDEX occupancies_by_household ON occupancies (consortium_id, household_id)`,
    `CREATE UNIQUE INDEX occupancies_of_agreement ON occupancies (consortium_id, tenancy_id) WHERE status = 'current'`,
    `CREATE UNIQUE INDEX occupancies_of_room ON occupancies (consortium_id, room_id) WHERE status = 'current'`,
    `CREATE UNIQUE INDEX occupancies_of_placement ON occupancies (consortium_id, placement_id)
       WHERE placement_id IS NOT NULL AND previous_id IS NULL AND status <> 'cancelled'`,
    ...isolateParties(
      'occupancies',
      { keepers: ['operator_id', 'landlord_id'], supporter: 'supporter_id' },
      {
        kinds: ['system', 'coordinator'],
        more: `(${KEPT_OPEN} OR tenancy_open(household_id, landlord_id, operator_id, 'stub'))`,
      },
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'occupancies'),
    ...FLAT_FUNCTIONS,
  ];

  protected readonly undo = [...FLAT_FUNCTIONS_UNDO, `DROP TABLE occupancies, shared_flats`];
}
