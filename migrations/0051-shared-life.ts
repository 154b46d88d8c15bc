import { AbsenceReason, IncidentKind, IncidentStatus } from '../src/shared-flats/shared-flats.enums.js';
import { ActivityKind, ActivityTopic, FlatSmoking, LivingWish } from '../src/shared-flats/shared-life.enums.js';
import {
  definer,
  granted,
  handedOver,
  HOUSEHOLD_COLUMNS,
  inner,
  isolate,
  isolateParties,
  NOUN_COLUMNS,
  ofHousehold,
  oneOf,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';

const AUTHOR = `author_organisation_id uuid NOT NULL DEFAULT acting_organisation()`;
const authorKey = `FOREIGN KEY (consortium_id, author_organisation_id) REFERENCES organisations (consortium_id, id)`;
const supporterKey = `FOREIGN KEY (consortium_id, supporter_id) REFERENCES organisations (consortium_id, id)`;
const flatKey = `FOREIGN KEY (consortium_id, flat_id) REFERENCES shared_flats (consortium_id, id)`;
const among = (column: string, codes: readonly string[]): string => `CHECK (${column} <@ '{${codes.join(',')}}')`;

/** As what a supporter writes, and only for who may read content: that is never a lessor. */
const written = (table: string): string[] =>
  isolate(table, `(${handedOver(table)} AND ${granted(`'content'`, table)})`);

/** For who supports the residents of a flat, as such: whoever lets or manages it as well sees it in that role alone. */
const life = (table: string): string[] => isolateParties(table, { supporter: 'supporter_id' });

/**
 * The life in shared flats: what only those see who support the residents. Landlord, coordinator, referrer and funder have no row
 * in any of these tables, nor has an operator that does not support (security.md, matrix).
 */
export class SharedLife1700000000051 extends SqlMigration {
  readonly name = 'SharedLife1700000000051';

  protected readonly steps = [
    `CREATE TABLE absences (${NOUN_COLUMNS},
       occupancy_id uuid NOT NULL,
       ${HOUSEHOLD_COLUMNS},
       ${AUTHOR},
       reason text NOT NULL ${oneOf('reason', AbsenceReason.codes)},
       outside_france boolean NOT NULL,
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on > starts_on),
       PRIMARY KEY (consortium_id, id),
       ${authorKey},
       FOREIGN KEY (consortium_id, occupancy_id) REFERENCES occupancies (consortium_id, id),
       CONSTRAINT absences_one_at_a_time EXCLUDE USING gist (consortium_id WITH =, occupancy_id WITH =, daterange(starts_on, ends_on) WITH &&))`,
    stamped('absences'),
    ...ofHousehold('absences'),
    ...written('absences'),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'absences'),
    `CREATE FUNCTION absences_end(occupancy uuid, on_day date) RETURNS void LANGUAGE sql AS $$
       DELETE FROM absences WHERE consortium_id = acting_consortium() AND occupancy_id = occupancy AND starts_on >= on_day;
       UPDATE absences SET ends_on = on_day WHERE consortium_id = acting_consortium() AND occupancy_id = occupancy
         AND (ends_on IS NULL OR ends_on > on_day) $$`,
    ...inner('absences_end(uuid, date)'),
    // Who moves to another room while away is away from there: the absence goes on with the occupancy of that room.
    `CREATE FUNCTION absences_move() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO absences (consortium_id, id, occupancy_id, household_id, origin_household_id, author_organisation_id, reason,
           outside_france, starts_on, ends_on)
         SELECT a.consortium_id, uuid7(), NEW.id, a.household_id, a.origin_household_id, a.author_organisation_id, a.reason,
           a.outside_france, greatest(a.starts_on, NEW.started_on), a.ends_on
         FROM absences a WHERE a.consortium_id = NEW.consortium_id AND a.occupancy_id = NEW.previous_id
           AND (a.ends_on IS NULL OR a.ends_on > NEW.started_on);
       PERFORM absences_end(NEW.previous_id, NEW.started_on);
       RETURN NULL;
     END $$`,
    ...definer('absences_move()'),
    `CREATE TRIGGER absences_move AFTER INSERT ON occupancies FOR EACH ROW WHEN (NEW.previous_id IS NOT NULL) EXECUTE FUNCTION absences_move()`,

    `CREATE TABLE house_incidents (${NOUN_COLUMNS},
       flat_id uuid NOT NULL,
       supporter_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', IncidentKind.codes)},
       status text NOT NULL DEFAULT 'open' ${oneOf('status', IncidentStatus.codes)},
       occurred_on date NOT NULL,
       description text NOT NULL,
       closed_on date CHECK (closed_on >= occurred_on),
       outcome text,
       PRIMARY KEY (consortium_id, id),
       ${flatKey}, ${supporterKey},
       CHECK ((status = 'closed') = (closed_on IS NOT NULL)))`,
    stamped('house_incidents'),
    `CREATE INDEX house_incidents_by_flat ON house_incidents (consortium_id, flat_id, id)`,
    ...life('house_incidents'),
    runtimeMay('SELECT, INSERT, UPDATE', 'house_incidents'),
    `CREATE TABLE incident_follow_ups (${NOUN_COLUMNS},
       incident_id uuid NOT NULL,
       supporter_id uuid NOT NULL,
       done_on date NOT NULL,
       note text NOT NULL,
       PRIMARY KEY (consortium_id, id),
       ${supporterKey},
       FOREIGN KEY (consortium_id, incident_id) REFERENCES house_incidents (consortium_id, id))`,
    stamped('incident_follow_ups'),
    `CREATE INDEX incident_follow_ups_by_incident ON incident_follow_ups (consortium_id, incident_id, id)`,
    ...life('incident_follow_ups'),
    runtimeMay('SELECT, INSERT', 'incident_follow_ups'),

    `CREATE TABLE activities (${NOUN_COLUMNS},
       supporter_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', ActivityKind.codes)},
       topics text[] NOT NULL ${among('topics', ActivityTopic.codes)},
       title text,
       held_on date NOT NULL,
       outcome text,
       residents integer NOT NULL DEFAULT 0 CHECK (residents >= 0),
       guests integer NOT NULL DEFAULT 0 CHECK (guests >= 0),
       PRIMARY KEY (consortium_id, id),
       ${supporterKey})`,
    stamped('activities'),
    `CREATE INDEX activities_by_supporter ON activities (consortium_id, supporter_id, id)`,
    ...life('activities'),
    runtimeMay('SELECT, INSERT, UPDATE', 'activities'),
    `CREATE TABLE activity_flats (
       consortium_id uuid NOT NULL,
       activity_id uuid NOT NULL,
       flat_id uuid NOT NULL,
       supporter_id uuid NOT NULL,
       PRIMARY KEY (consortium_id, flat_id, activity_id),
       ${flatKey}, ${supporterKey},
       FOREIGN KEY (consortium_id, activity_id) REFERENCES activities (consortium_id, id))`,
    `CREATE INDEX activity_flats_by_activity ON activity_flats (consortium_id, activity_id)`,
    ...life('activity_flats'),
    runtimeMay('SELECT, INSERT', 'activity_flats'),
    `CREATE TABLE attendances (${NOUN_COLUMNS},
       activity_id uuid NOT NULL,
       occupancy_id uuid NOT NULL,
       ${HOUSEHOLD_COLUMNS},
       ${AUTHOR},
       PRIMARY KEY (consortium_id, id),
       ${authorKey},
       FOREIGN KEY (consortium_id, activity_id) REFERENCES activities (consortium_id, id),
       FOREIGN KEY (consortium_id, occupancy_id) REFERENCES occupancies (consortium_id, id),
       CONSTRAINT attendances_once UNIQUE (consortium_id, activity_id, occupancy_id))`,
    stamped('attendances'),
    ...ofHousehold('attendances'),
    ...written('attendances'),
    runtimeMay('SELECT, INSERT, DELETE', 'attendances'),

    // Compatibility: what was chosen to be recorded of a flat, and of a household by who supports it. Each row
    // is what was said on a day, the last one counts; null: not recorded.
    `CREATE TABLE flat_facts (${NOUN_COLUMNS},
       flat_id uuid NOT NULL,
       supporter_id uuid NOT NULL,
       smoking text ${oneOf('smoking', FlatSmoking.codes)},
       animals_allowed boolean,
       step_free boolean,
       PRIMARY KEY (consortium_id, id),
       ${flatKey}, ${supporterKey})`,
    stamped('flat_facts'),
    `CREATE INDEX flat_facts_by_flat ON flat_facts (consortium_id, flat_id, id)`,
    ...life('flat_facts'),
    runtimeMay('SELECT, INSERT', 'flat_facts'),
    `CREATE TABLE living_facts (${NOUN_COLUMNS},
       ${HOUSEHOLD_COLUMNS},
       ${AUTHOR},
       agreed_on date NOT NULL,
       languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 10),
       smokes boolean,
       has_animals boolean,
       climbs_stairs boolean,
       wishes text[] NOT NULL DEFAULT '{}' ${among('wishes', LivingWish.codes)},
       other_wishes text,
       PRIMARY KEY (consortium_id, id),
       ${authorKey})`,
    stamped('living_facts'),
    ...ofHousehold('living_facts'),
    ...written('living_facts'),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'living_facts'),
  ];

  protected readonly undo = [
    `DROP TABLE living_facts, flat_facts, attendances, activity_flats, activities, incident_follow_ups, house_incidents`,
    `DROP TRIGGER absences_move ON occupancies`,
    `DROP FUNCTION absences_move()`,
    `DROP FUNCTION absences_end(uuid, date)`,
    `DROP TABLE absences`,
  ];
}
