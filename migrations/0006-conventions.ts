import { definer, isolate, KIND, NOUN_COLUMNS, ORGANISATION, runtimeMay, SqlMigration, stamped } from './support.js';

const STEPS = `'{eligibility,offer,submission,acceptance}'`;
const BODIES = `('caleol', 'operator_admission', 'association_choice')`;
const PARTY = `(landlord_id = ${ORGANISATION} OR holder_id = ${ORGANISATION})`;

/**
 * Programmes, accreditations, conventions and their riders. The name of a programme can say what its households went through
 * (prison, child protection): a landlord reads a programme only as a party of a convention in it, else its public label.
 */
export class Conventions1700000000006 extends SqlMigration {
  readonly name = 'Conventions1700000000006';

  protected readonly steps = [
    // Roles of the acting organisation that have not ended; asked once a statement, as (SELECT acting_roles()).
    `CREATE FUNCTION acting_roles() RETURNS text[] LANGUAGE sql STABLE AS $$
       SELECT coalesce(array_agg(DISTINCT r), '{}') FROM memberships m CROSS JOIN unnest(m.roles) r
       WHERE m.consortium_id = (SELECT acting_consortium()) AND m.organisation_id = (SELECT acting_organisation())
         AND (m.ends_on IS NULL OR m.ends_on > current_date) $$`,

    `CREATE TABLE programmes (${NOUN_COLUMNS},
       key text NOT NULL CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
       name text NOT NULL,
       public_label text NOT NULL,
       kind text NOT NULL CHECK (kind IN ('shared_flats', 'rental_intermediation', 'temporary_housing', 'rehousing', 'housing_support',
         'self_rehabilitation', 'other')),
       operator_id uuid,
       funder_ids uuid[] NOT NULL DEFAULT '{}',
       deciding_body text NOT NULL CHECK (deciding_body IN ${BODIES}),
       omitted_steps text[] NOT NULL DEFAULT '{}' CHECK (omitted_steps <@ ${STEPS}),
       max_stay_months integer CHECK (max_stay_months > 0),
       intensity_scale text[] NOT NULL DEFAULT '{}',
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on > starts_on),
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT programmes_key UNIQUE (consortium_id, key),
       FOREIGN KEY (consortium_id, operator_id) REFERENCES organisations (consortium_id, id))`,
    stamped('programmes'),
    `CREATE INDEX programmes_by_change ON programmes (consortium_id, updated_at, id)`,

    `CREATE TABLE accreditations (${NOUN_COLUMNS},
       organisation_id uuid NOT NULL,
       kind text NOT NULL CHECK (kind IN ('rental_intermediation', 'social_rental_management', 'social_engineering', 'project_ownership',
         'social_residence_management', 'other')),
       authority text NOT NULL,
       reference text,
       granted_on date NOT NULL,
       valid_until date CHECK (valid_until >= granted_on),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
    stamped('accreditations'),
    `CREATE INDEX accreditations_by_organisation ON accreditations (consortium_id, organisation_id)`,
    ...isolate('accreditations', 'true', `${KIND} = 'coordinator'`),
    runtimeMay('SELECT, INSERT, UPDATE', 'accreditations'),

    `CREATE TABLE conventions (${NOUN_COLUMNS},
       landlord_id uuid NOT NULL,
       holder_id uuid NOT NULL CHECK (holder_id <> landlord_id),
       programme_id uuid,
       subject text,
       signed_on date NOT NULL,
       starts_on date NOT NULL,
       valid_until date CHECK (valid_until >= starts_on),
       deciding_body text CHECK (deciding_body IN ${BODIES}),
       omitted_steps text[] CHECK (omitted_steps <@ ${STEPS}),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, landlord_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, holder_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id))`,
    stamped('conventions'),
    `CREATE INDEX conventions_by_landlord ON conventions (consortium_id, landlord_id, programme_id)`,
    `CREATE INDEX conventions_by_holder ON conventions (consortium_id, holder_id)`,
    `CREATE INDEX conventions_by_programme ON conventions (consortium_id, programme_id)`,
    ...isolate('conventions', `(${PARTY} OR ${KIND} = 'coordinator')`, PARTY),
    runtimeMay('SELECT, INSERT, UPDATE', 'conventions'),

    `CREATE TABLE riders (${NOUN_COLUMNS},
       convention_id uuid NOT NULL,
       number integer NOT NULL CHECK (number >= 0),
       signed_on date NOT NULL,
       dwellings_brought integer NOT NULL DEFAULT 0 CHECK (dwellings_brought >= 0),
       reserved_for_id uuid,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT riders_number UNIQUE (consortium_id, convention_id, number),
       FOREIGN KEY (consortium_id, convention_id) REFERENCES conventions (consortium_id, id),
       FOREIGN KEY (consortium_id, reserved_for_id) REFERENCES organisations (consortium_id, id))`,
    stamped('riders'),
    // Seen with its convention, and by whom it reserves dwellings for.
    ...isolate(
      'riders',
      `(reserved_for_id = ${ORGANISATION} OR (SELECT true FROM conventions c WHERE c.consortium_id = riders.consortium_id AND c.id = riders.convention_id))`,
      `(SELECT ${PARTY.replaceAll('landlord_id', 'c.landlord_id').replaceAll('holder_id', 'c.holder_id')} FROM conventions c
        WHERE c.consortium_id = riders.consortium_id AND c.id = riders.convention_id)`,
    ),
    runtimeMay('SELECT, INSERT', 'riders'),

    ...isolate(
      'programmes',
      `(operator_id = ${ORGANISATION} OR ${ORGANISATION} = ANY (funder_ids) OR ${KIND} = 'coordinator'
        OR (SELECT acting_roles() && '{operator,supporter,referrer,specialist,validator,funder}')
        OR (SELECT true FROM conventions c WHERE c.consortium_id = programmes.consortium_id AND c.landlord_id = ${ORGANISATION}
              AND c.programme_id = programmes.id LIMIT 1))`,
      `${KIND} = 'coordinator'`,
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'programmes'),
    // The one word of a programme that stands on a household for everybody.
    `CREATE FUNCTION programme_public_label(programme uuid) RETURNS text LANGUAGE sql STABLE AS $$
       SELECT public_label FROM programmes WHERE consortium_id = acting_consortium() AND id = programme $$`,
    ...definer('programme_public_label(uuid)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION programme_public_label(uuid)`,
    `DROP TABLE riders, conventions, accreditations, programmes CASCADE`,
    `DROP FUNCTION acting_roles()`,
  ];
}
