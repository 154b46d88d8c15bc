import { STAYS_DOWN, STAYS_UP } from './0007-stays.js';
import {
  definer,
  isolate,
  KIND,
  NOUN_COLUMNS,
  ORGANISATION,
  ownIdentifiers,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';

const OWNER = `(landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION})`;
/** Supporters and referrers must find housing; what they see says neither the exact address nor who lives there. */
const SEARCHES = `(SELECT acting_roles() && '{supporter,referrer}')`;
const ofDwelling = (table: string, key: string, condition: string): string =>
  `(SELECT ${condition} FROM dwellings d WHERE d.consortium_id = ${table}.consortium_id AND d.id = ${table}.${key})`;
const DWELLING_OWNER = OWNER.replaceAll('landlord_id', 'd.landlord_id').replaceAll('operator_id', 'd.operator_id');

/** Who may change a row, where more may see it: seen and not theirs is “not found” for a change. */
function changedBy(table: string, condition: string): string {
  return `CREATE POLICY owners ON ${table} AS RESTRICTIVE FOR UPDATE TO passerelle_runtime USING (${KIND} = 'system' OR ${condition})`;
}

/** Sites, dwellings, rooms, capacities; addresses apart; stays, which alone say who occupies what when. */
export class Housing1700000000007 extends SqlMigration {
  readonly name = 'Housing1700000000007';

  protected readonly steps = [
    `CREATE TABLE sites (${NOUN_COLUMNS},
       name text NOT NULL,
       kind text NOT NULL CHECK (kind IN ('social_residence', 'boarding_house', 'young_workers_residence', 'migrant_workers_home', 'building', 'other')),
       landlord_id uuid NOT NULL,
       operator_id uuid,
       commune_code text NOT NULL,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT sites_commune FOREIGN KEY (commune_code) REFERENCES communes (code),
       FOREIGN KEY (consortium_id, landlord_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, operator_id) REFERENCES organisations (consortium_id, id))`,
    stamped('sites'),
    `CREATE INDEX sites_by_landlord ON sites (consortium_id, landlord_id, id)`,
    `CREATE INDEX sites_by_operator ON sites (consortium_id, operator_id, id)`,
    `CREATE INDEX sites_by_change ON sites (consortium_id, updated_at, id)`,
    ...isolate('sites', `(${OWNER} OR ${KIND} = 'coordinator' OR ${SEARCHES})`, OWNER),
    changedBy('sites', OWNER),
    runtimeMay('SELECT, INSERT, UPDATE', 'sites'),

    `CREATE TABLE dwellings (${NOUN_COLUMNS},
       landlord_id uuid NOT NULL,
       operator_id uuid,
       site_id uuid,
       label text NOT NULL,
       commune_code text NOT NULL,
       type text NOT NULL CHECK (type IN ('room', 't1', 't2', 't3', 't4', 't5', 't6p')),
       surface_m2 integer CHECK (surface_m2 > 0),
       floor integer,
       rent_cents integer CHECK (rent_cents >= 0),
       charges_cents integer CHECK (charges_cents >= 0),
       programme_id uuid,
       rider_id uuid,
       holder_id uuid,
       reservation_kind text NOT NULL DEFAULT 'none'
         CHECK (reservation_kind IN ('state_priority', 'state_agents', 'local_authority', 'action_logement', 'convention', 'other', 'none')),
       reservation_holder_id uuid,
       occupancy text CHECK (occupancy IN ('let', 'vacant_offered', 'vacant_works', 'taken_by_association', 'other', 'not_applicable')),
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT dwellings_commune FOREIGN KEY (commune_code) REFERENCES communes (code),
       FOREIGN KEY (consortium_id, landlord_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, operator_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, site_id) REFERENCES sites (consortium_id, id),
       FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id),
       FOREIGN KEY (consortium_id, rider_id) REFERENCES riders (consortium_id, id),
       FOREIGN KEY (consortium_id, holder_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, reservation_holder_id) REFERENCES organisations (consortium_id, id))`,
    stamped('dwellings'),
    ...['landlord', 'operator', 'site', 'programme', 'rider', 'holder', 'reservation_holder'].map(
      (viewer) => `CREATE INDEX dwellings_by_${viewer} ON dwellings (consortium_id, ${viewer}_id, id)`,
    ),
    `CREATE INDEX dwellings_by_commune ON dwellings (consortium_id, commune_code, id)`,
    `CREATE INDEX dwellings_by_change ON dwellings (consortium_id, updated_at, id)`,
    ...isolate(
      'dwellings',
      `(${OWNER} OR reservation_holder_id = ${ORGANISATION} OR holder_id = ${ORGANISATION} OR ${KIND} = 'coordinator' OR ${SEARCHES})`,
      OWNER,
    ),
    changedBy('dwellings', OWNER),
    runtimeMay('SELECT, INSERT, UPDATE', 'dwellings'),

    // Where exactly: its owners, who holds a reservation on it, and whom a placement has opened it to.
    `CREATE TABLE dwelling_address_viewers (
       consortium_id uuid NOT NULL,
       dwelling_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       source_type text NOT NULL,
       source_id uuid NOT NULL,
       PRIMARY KEY (consortium_id, dwelling_id, organisation_id, source_type, source_id),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
    `CREATE INDEX dwelling_address_viewers_by_source ON dwelling_address_viewers (consortium_id, source_type, source_id)`,
    ...isolate('dwelling_address_viewers', `organisation_id = ${ORGANISATION}`),
    runtimeMay('SELECT', 'dwelling_address_viewers'),
    `CREATE TABLE dwelling_addresses (${NOUN_COLUMNS},
       lines text[] NOT NULL DEFAULT '{}',
       postcode text CHECK (postcode ~ '^\\d{5}$'),
       door text,
       ban_id text,
       rpls_id text CHECK (rpls_id ~ '^\\d{10}$'),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES dwellings (consortium_id, id))`,
    stamped('dwelling_addresses'),
    `CREATE INDEX dwelling_addresses_by_rpls ON dwelling_addresses (consortium_id, rpls_id)`,
    ...isolate(
      'dwelling_addresses',
      `(${KIND} = 'coordinator' OR ${ofDwelling('dwelling_addresses', 'id', `${DWELLING_OWNER} OR d.reservation_holder_id = ${ORGANISATION}`)}
        OR (SELECT true FROM dwelling_address_viewers v WHERE v.consortium_id = dwelling_addresses.consortium_id
              AND v.dwelling_id = dwelling_addresses.id AND v.organisation_id = ${ORGANISATION} LIMIT 1))`,
      ofDwelling('dwelling_addresses', 'id', DWELLING_OWNER),
    ),
    changedBy('dwelling_addresses', ofDwelling('dwelling_addresses', 'id', DWELLING_OWNER)),
    runtimeMay('SELECT, INSERT, UPDATE', 'dwelling_addresses'),
    `CREATE FUNCTION address_open(dwelling uuid, organisation uuid, of_type text, of_id uuid) RETURNS void LANGUAGE sql AS $$
       INSERT INTO dwelling_address_viewers VALUES (acting_consortium(), dwelling, organisation, of_type, of_id) ON CONFLICT DO NOTHING $$`,
    ...definer('address_open(uuid, uuid, text, uuid)'),
    `CREATE FUNCTION address_close(of_type text, of_id uuid) RETURNS void LANGUAGE sql AS $$
       DELETE FROM dwelling_address_viewers WHERE consortium_id = acting_consortium() AND source_type = of_type AND source_id = of_id $$`,
    ...definer('address_close(text, uuid)'),

    `CREATE TABLE rooms (${NOUN_COLUMNS},
       dwelling_id uuid NOT NULL,
       number integer NOT NULL CHECK (number BETWEEN 1 AND 999),
       label text,
       surface_m2 integer CHECK (surface_m2 > 0),
       places integer NOT NULL DEFAULT 1 CHECK (places > 0),
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT rooms_number UNIQUE (consortium_id, dwelling_id, number),
       UNIQUE (consortium_id, dwelling_id, id),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id))`,
    stamped('rooms'),
    ...isolate('rooms', ofDwelling('rooms', 'dwelling_id', 'true'), ofDwelling('rooms', 'dwelling_id', DWELLING_OWNER)),
    changedBy('rooms', ofDwelling('rooms', 'dwelling_id', DWELLING_OWNER)),
    runtimeMay('SELECT, INSERT, UPDATE', 'rooms'),

    `CREATE TABLE dwelling_capacities (${NOUN_COLUMNS},
       dwelling_id uuid NOT NULL,
       places integer NOT NULL CHECK (places >= 0),
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on > starts_on),
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT dwelling_capacities_one_at_a_time
         EXCLUDE USING gist (consortium_id WITH =, dwelling_id WITH =, daterange(starts_on, ends_on) WITH &&),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id))`,
    stamped('dwelling_capacities'),
    `CREATE INDEX dwelling_capacities_by_dwelling ON dwelling_capacities (consortium_id, dwelling_id, starts_on)`,
    ...isolate(
      'dwelling_capacities',
      ofDwelling('dwelling_capacities', 'dwelling_id', 'true'),
      ofDwelling('dwelling_capacities', 'dwelling_id', DWELLING_OWNER),
    ),
    changedBy('dwelling_capacities', ofDwelling('dwelling_capacities', 'dwelling_id', DWELLING_OWNER)),
    runtimeMay('SELECT, INSERT, UPDATE', 'dwelling_capacities'),

    ...STAYS_UP,

    `CREATE VIEW dwellings_seen WITH (security_invoker = true) AS
       SELECT d.consortium_id, d.id AS subject_id, v.viewer_id, NULL::uuid AS household_id,
         jsonb_build_object('landlordId', d.landlord_id, 'operatorId', d.operator_id, 'siteId', d.site_id, 'label', d.label,
           'communeCode', d.commune_code, 'type', d.type, 'surfaceM2', d.surface_m2, 'floor', d.floor, 'rentCents', d.rent_cents,
           'chargesCents', d.charges_cents, 'programmeId', d.programme_id, 'riderId', d.rider_id, 'reservationKind', d.reservation_kind,
           'reservationHolderId', d.reservation_holder_id, 'occupancy', d.occupancy, 'dwellingVersion', d.version,
           'externalIds', ${ownIdentifiers('d', 'v.viewer_id')}) AS entry
       FROM dwellings d CROSS JOIN LATERAL (
         SELECT DISTINCT i AS viewer_id FROM unnest(ARRAY[d.landlord_id, d.operator_id, d.reservation_holder_id]) i WHERE i IS NOT NULL) v`,
    `GRANT SELECT ON dwellings_seen TO passerelle_definer`,
  ];

  protected readonly undo = [
    `DROP VIEW dwellings_seen`,
    `DROP TABLE stays, occupied, dwelling_capacities, rooms, dwelling_addresses, dwelling_address_viewers, dwellings, sites CASCADE`,
    ...STAYS_DOWN,
    `DROP FUNCTION address_close(text, uuid)`,
    `DROP FUNCTION address_open(uuid, uuid, text, uuid)`,
  ];
}
