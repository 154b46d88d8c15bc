import {
  CONSORTIUM,
  definer,
  disclosed,
  granted,
  HOUSEHOLD_COLUMNS,
  inCaseload,
  isolate,
  NOUN_COLUMNS,
  ofHousehold,
  ORGANISATION,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';
import { DUPLICATE_STEPS, DUPLICATE_UNDO } from './0009-people-duplicates.js';
import { MERGE_STEPS, MERGE_UNDO } from './0009-people-merges.js';

/** Who wrote it: a referrer goes on seeing what it wrote while the household is disclosed to it (`security.md`, matrix). */
const AUTHOR = `author_organisation_id uuid NOT NULL DEFAULT acting_organisation()`;
const authored = (scope: string, table: string): string =>
  `((${granted(scope, table)} OR (${table}.author_organisation_id = ${ORGANISATION} AND ${granted(`'stub'`, table)})) AND ${inCaseload(table)})`;
const writing = (table: string): string => disclosed(`'writing'`, table);
/** What hangs on a person is never wider than the person: the person's own policy is asked, by primary key. */
const ofVisiblePerson = (table: string): string =>
  `(SELECT true FROM persons p WHERE p.consortium_id = ${table}.consortium_id AND p.id = ${table}.person_id)`;

const PERSON = `person_id uuid NOT NULL`;
const PERSON_KEY = `FOREIGN KEY (consortium_id, person_id) REFERENCES persons (consortium_id, id)`;
const PERIOD = `starts_on date NOT NULL, ends_on date CHECK (ends_on >= starts_on)`;
const once = (table: string): string =>
  `CONSTRAINT ${table}_one_at_a_time EXCLUDE USING gist (consortium_id WITH =, person_id WITH =, daterange(starts_on, ends_on) WITH &&)`;
/** Not COALESCE: PostgreSQL holds it for leaky, and the scope would not reach the index of grants. */
export const PERSON_SCOPE = `CASE WHEN persons.protected THEN 'content' WHEN persons.birth_date <= (SELECT majority_birth_date()) THEN 'identity'
  WHEN persons.birth_date IS NULL AND persons.declared_adult THEN 'identity' ELSE 'identity_minors' END`;

interface About {
  columns: string;
  constraints?: string;
  visible: string;
  rights?: string;
}

function aboutHousehold(
  table: string,
  { columns, constraints, visible, rights = 'SELECT, INSERT, UPDATE' }: About,
): string[] {
  return [
    `CREATE TABLE ${table} (${NOUN_COLUMNS}, ${HOUSEHOLD_COLUMNS}, ${columns}, PRIMARY KEY (consortium_id, id)${constraints ? `, ${constraints}` : ''})`,
    stamped(table),
    ...ofHousehold(table, columns.startsWith(PERSON) ? 'person' : 'household'),
    ...isolate(table, visible, writing(table)),
    runtimeMay(rights, table),
  ];
}

/** People, what is known of them by scope, duplicates and merges. Sensitivity is a table boundary (`design.md` A.5). */
export class PeopleFiles1700000000009 extends SqlMigration {
  readonly name = 'PeopleFiles1700000000009';

  protected readonly steps = [
    `CREATE FUNCTION majority_birth_date() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE RETURN (civil_today() - interval '18 years')::date`,

    // Names. Of age or not decides the scope; whose whereabouts are protected is for the supporter alone, and matches nobody.
    ...aboutHousehold('persons', {
      columns: `family_name text NOT NULL, birth_name text, given_names text NOT NULL, sex text CHECK (sex IN ('female', 'male', 'other')),
        birth_date date, declared_adult boolean, protected boolean NOT NULL DEFAULT false, family_key text, birth_key text, given_key text,
        carried_from_id uuid, ${AUTHOR}`,
      visible: disclosed(PERSON_SCOPE, 'persons'),
    }),
    // Asked by the trigger also for a person whom a referrer has just masked; the row's policy decides then.
    `CREATE FUNCTION person_origin(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT p.origin_household_id FROM persons p WHERE p.consortium_id = acting_consortium() AND p.id = person $$`,
    ...definer('person_origin(uuid)'),
    `CREATE INDEX persons_by_family_key ON persons (consortium_id, family_key, given_key)`,
    `CREATE INDEX persons_by_birth_key ON persons (consortium_id, birth_key, given_key)`,

    ...aboutHousehold('person_protections', {
      columns: `${PERSON}, ${PERIOD}, ${AUTHOR}`,
      constraints: `${PERSON_KEY}, ${once('person_protections')}`,
      visible: authored(`'content'`, 'person_protections'),
    }),
    // Masking follows the rows, also for a referrer, who may set it and no longer sees the person then.
    `CREATE FUNCTION mask_person() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE persons p SET protected = EXISTS (SELECT 1 FROM person_protections m WHERE m.consortium_id = NEW.consortium_id
         AND m.person_id = NEW.person_id AND m.ends_on IS NULL)
       WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id;
       RETURN NULL;
     END $$`,
    ...definer('mask_person()'),
    `CREATE TRIGGER mask AFTER INSERT OR UPDATE ON person_protections FOR EACH ROW EXECUTE FUNCTION mask_person()`,

    ...aboutHousehold('person_contacts', {
      columns: `${PERSON}, phones text[] NOT NULL DEFAULT '{}', emails text[] NOT NULL DEFAULT '{}', address text, postcode text, commune_code text,
        language text, interpreter boolean`,
      constraints: `${PERSON_KEY}, CONSTRAINT person_contacts_once UNIQUE (consortium_id, person_id)`,
      visible: `(${granted(`'contact'`, 'person_contacts')} AND ${ofVisiblePerson('person_contacts')})`,
    }),
    ...aboutHousehold('person_profiles', {
      columns: `${PERSON}, nationality_group text CHECK (nationality_group IN ('french', 'european_union', 'other')),
        activity text CHECK (activity IN ('employed_permanent', 'employed_temporary', 'self_employed', 'apprentice', 'student', 'job_seeker',
          'retired', 'at_home', 'unable_to_work', 'other')), ${AUTHOR}`,
      constraints: `${PERSON_KEY}, CONSTRAINT person_profiles_once UNIQUE (consortium_id, person_id)`,
      visible: authored(`'content'`, 'person_profiles'),
    }),
    ...aboutHousehold('household_members', {
      columns: `${PERSON}, role text NOT NULL CHECK (role IN ('reference_person', 'married_spouse', 'pacs_partner', 'cohabiting_partner', 'child',
        'parent', 'sibling', 'co_tenant', 'other')), custody text CHECK (custody IN ('resident', 'alternating', 'visiting')), ${PERIOD}, twin_of_id uuid`,
      constraints: `${PERSON_KEY}, ${once('household_members')}`,
      visible: disclosed(`'composition'`, 'household_members'),
    }),
    `CREATE INDEX household_members_by_person ON household_members (consortium_id, person_id)`,
    ...aboutHousehold('residential_situations', {
      columns: `${PERSON}, kind text NOT NULL CHECK (kind IN ('social_tenant', 'private_tenant', 'social_residence', 'social_hotel_residence', 'student_residence',
         'sublet_or_temporary', 'shelter', 'child_or_mother_centre', 'with_parents_or_children', 'with_private_person',
         'free_housing', 'job_housing', 'owner_occupier', 'camping', 'hotel', 'roofless', 'squat', 'prison_exit',
         'child_protection_exit', 'hospital_exit', 'refugee_centre', 'slum')),
         ${PERIOD}, commune_code text, ${AUTHOR}`,
      constraints: `${PERSON_KEY}, ${once('residential_situations')}`,
      visible: authored(`'content'`, 'residential_situations'),
    }),
    ...aboutHousehold('legal_protections', {
      columns: `${PERSON}, kind text NOT NULL CHECK (kind IN ('safeguard', 'curatorship', 'reinforced_curatorship', 'guardianship',
        'family_authorisation')), representative_name text, representative_contact text, ${PERIOD}, ${AUTHOR}`,
      constraints: `${PERSON_KEY}, ${once('legal_protections')}`,
      visible: authored(`'content'`, 'legal_protections'),
    }),
    ...aboutHousehold('resources', {
      columns: `${PERSON}, kind text NOT NULL CHECK (kind IN ('wages', 'pension', 'unemployment_benefit', 'disability_pension', 'family_benefits', 'disabled_adult_allowance',
         'disabled_child_allowance', 'parental_presence_allowance', 'minimum_income', 'old_age_minimum',
         'early_childhood_benefit', 'student_grant', 'maintenance_received', 'other')),
         amount_cents integer CHECK (amount_cents >= 0), ${PERIOD}, ${AUTHOR}`,
      constraints: PERSON_KEY,
      visible: authored(`'resources'`, 'resources'),
    }),
    ...['residential_situations', 'legal_protections', 'resources'].map(
      (table) => `CREATE INDEX ${table}_by_person ON ${table} (consortium_id, person_id, starts_on)`,
    ),
    // What a lease needs to know of resources: the household's total, or that it is not known. Computed, never typed in.
    ...aboutHousehold('resource_summaries', {
      columns: `monthly_total_cents integer, as_of date NOT NULL`,
      constraints: `CONSTRAINT resource_summaries_once UNIQUE (consortium_id, origin_household_id)`,
      visible: disclosed(`'resources_summary'`, 'resource_summaries'),
      rights: 'SELECT',
    }),
    ...aboutHousehold('household_files', {
      columns: `request_number text`,
      constraints: `CONSTRAINT household_files_once UNIQUE (consortium_id, origin_household_id)`,
      visible: disclosed(`'composition'`, 'household_files'),
    }),
    ...aboutHousehold('regular_stay_checks', {
      columns: `checked_on date NOT NULL, ${AUTHOR}`,
      visible: authored(`'regular_stay'`, 'regular_stay_checks'),
      rights: 'SELECT, INSERT',
    }),

    // Counts of the noun that all may see, from members that not all may see. Twins of a merge count once.
    `CREATE FUNCTION recount_households(ids uuid[], today date) RETURNS SETOF uuid LANGUAGE sql AS $$
       WITH counted AS (
         SELECT w.id, count(p.id) AS size,
           count(*) FILTER (WHERE age < 3) AS u3, count(*) FILTER (WHERE age BETWEEN 3 AND 5) AS f3,
           count(*) FILTER (WHERE age BETWEEN 6 AND 11) AS f6, count(*) FILTER (WHERE age BETWEEN 12 AND 17) AS f12
         FROM unnest(ids) w (id)
         LEFT JOIN household_members m ON m.consortium_id = ${CONSORTIUM} AND m.household_id = w.id AND m.twin_of_id IS NULL
           AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
         LEFT JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
         LEFT JOIN LATERAL (SELECT extract(year FROM age(today, p.birth_date))::integer AS age) a ON true
         GROUP BY w.id)
       UPDATE households h SET size = c.size, children_under_3 = c.u3, children_3_5 = c.f3, children_6_11 = c.f6, children_12_17 = c.f12
       FROM counted c WHERE h.consortium_id = ${CONSORTIUM} AND h.id = c.id
         AND (h.size, h.children_under_3, h.children_3_5, h.children_6_11, h.children_12_17) IS DISTINCT FROM (c.size, c.u3, c.f3, c.f6, c.f12)
       RETURNING h.id $$`,
    ...definer('recount_households(uuid[], date)'),
    // Unknown stays unknown: an adult of whom nothing is recorded, or an amount that is not known, leaves no total. Zero is said.
    `CREATE FUNCTION summarise_resources(origin uuid, today date) RETURNS void LANGUAGE sql AS $$
       INSERT INTO resource_summaries (consortium_id, id, household_id, origin_household_id, monthly_total_cents, as_of)
       SELECT h.consortium_id, uuid7(), coalesce(h.merged_into, h.id), h.id, (
           SELECT CASE WHEN bool_and(known) THEN sum(amount)::integer END FROM (
             SELECT count(r.id) > 0 AND count(r.id) = count(r.amount_cents) OR (count(r.id) = 0 AND NOT bool_or(
                 coalesce(p.birth_date <= (today - interval '18 years')::date, p.declared_adult, true))) AS known,
               coalesce(sum(r.amount_cents), 0) AS amount
             FROM household_members m JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
             LEFT JOIN resources r ON r.consortium_id = m.consortium_id AND r.person_id = m.person_id
               AND r.starts_on <= today AND (r.ends_on IS NULL OR r.ends_on > today)
             WHERE m.consortium_id = h.consortium_id AND m.origin_household_id = h.id AND m.starts_on <= today
               AND (m.ends_on IS NULL OR m.ends_on > today)
             GROUP BY m.person_id) each_member), today
       FROM households h WHERE h.consortium_id = ${CONSORTIUM} AND h.id = origin
       ON CONFLICT (consortium_id, origin_household_id) DO UPDATE SET monthly_total_cents = excluded.monthly_total_cents, as_of = excluded.as_of $$`,
    ...definer('summarise_resources(uuid, date)'),
    // A coordinator's view: an opaque id, initials and counts (`security.md`, matrix).
    `CREATE FUNCTION household_initials(household uuid) RETURNS text LANGUAGE sql STABLE AS $$
       SELECT left(p.given_names, 1) || '. ' || left(p.family_name, 1) || '.'
       FROM household_members m JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
       WHERE acting_kind() = 'coordinator' AND m.consortium_id = acting_consortium() AND m.household_id = household AND NOT p.protected
       ORDER BY (m.role = 'reference_person') DESC, m.starts_on, m.id LIMIT 1 $$`,
    ...definer('household_initials(uuid)'),
    ...MERGE_STEPS,
    ...DUPLICATE_STEPS,
  ];

  protected readonly undo = [
    ...DUPLICATE_UNDO,
    ...MERGE_UNDO,
    `DROP FUNCTION household_initials(uuid)`,
    `DROP FUNCTION summarise_resources(uuid, date)`,
    `DROP FUNCTION recount_households(uuid[], date)`,
    `DROP TABLE regular_stay_checks, household_files, resource_summaries, resources, legal_protections, residential_situations,
       household_members, person_profiles, person_contacts, person_protections, persons CASCADE`,
    `DROP FUNCTION mask_person()`,
    `DROP FUNCTION person_origin(uuid)`,
    `DROP FUNCTION majority_birth_date()`,
  ];
}
