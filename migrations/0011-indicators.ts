import { readFileSync } from 'node:fs';
import { definer, ORGANISATION, SqlMigration } from './support.js';

/** Each code is one file, `src/indicators/<code>.sql`: value, number of households it rests on (for rates), breakdown, whether that is about people. */
const CODES = [
  'shared_flats',
  'places',
  'sites',
  'units',
  'communes',
  'occupancy_rate',
  'people_rehoused',
  'households_rehoused',
  'households_supported',
  'exits',
  'durable_exits',
  'average_stay_days',
  'median_stay_days',
  'stays_past_limit',
  'median_days_to_offer',
  'median_days_offer_to_keys',
  'median_days_to_keys',
  'offers_made',
  'offers_declined',
];

/** Only other functions of the definer role may call it: it asks nobody who wants to know. */
function hidden(signature: string): string[] {
  return [
    `ALTER FUNCTION ${signature} SET search_path = public, pg_temp`,
    `ALTER FUNCTION ${signature} OWNER TO passerelle_definer`,
    `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`,
  ];
}

/** The function of a figure's file. A later migration that changes a file calls this again. */
export function figure(code: string): string[] {
  const file = new URL(`../src/indicators/${code}.sql`, import.meta.url);
  return [
    `CREATE OR REPLACE FUNCTION figure_${code}(programme uuid, from_day date, to_day date)
       RETURNS TABLE (value bigint, base bigint, breakdown jsonb, of_people boolean) LANGUAGE sql STABLE AS $$\n${readFileSync(file, 'utf8').trim()} $$`,
    ...hidden(`figure_${code}(uuid, date, date)`),
  ];
}

/** Figures of programmes, computed from rows which their readers do not see: aggregates only, small cells held back here. */
export class Indicators1700000000011 extends SqlMigration {
  readonly name = 'Indicators1700000000011';

  protected readonly steps = [
    `CREATE INDEX disclosures_of_programmes ON disclosures (consortium_id, subject_id) WHERE subject_type = 'programme'`,

    `CREATE FUNCTION figure_days(from_day date, to_day date) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN greatest(to_day - from_day, 0)`,
    ...hidden('figure_days(date, date)'),

    // Dwellings of a programme with their places, by period in service. Without a known capacity: since its rider brought it,
    // with the places of its rooms.
    `CREATE FUNCTION figure_stock(programme uuid) RETURNS TABLE (dwelling_id uuid, site_id uuid, commune_code text, private_owner boolean,
       places integer, starts_on date, ends_on date) LANGUAGE sql STABLE AS $$
       SELECT d.id, d.site_id, d.commune_code, o.kind = 'private_owner',
         CASE WHEN c.id IS NOT NULL THEN c.places ELSE (SELECT sum(r.places)::integer FROM rooms r
           WHERE r.consortium_id = d.consortium_id AND r.dwelling_id = d.id) END,
         coalesce(c.starts_on, n.signed_on, p.starts_on), coalesce(c.ends_on, 'infinity')
       FROM programmes p
       JOIN dwellings d ON d.consortium_id = p.consortium_id AND d.programme_id = p.id
       JOIN organisations o ON o.consortium_id = d.consortium_id AND o.id = d.landlord_id
       LEFT JOIN dwelling_capacities c ON c.consortium_id = d.consortium_id AND c.dwelling_id = d.id
       LEFT JOIN riders n ON n.consortium_id = d.consortium_id AND n.id = d.rider_id
       WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`,
    ...hidden('figure_stock(uuid)'),

    // How the acting organisation may read a programme's figures: whole; guarded (small cells held back); own, of the households
    // that it supports itself, since to refer one is in its own hands; or not at all (null). So is a convention: it shows totals.
    `CREATE FUNCTION figures_sight(programme uuid) RETURNS text LANGUAGE sql STABLE AS $$
       SELECT CASE
         WHEN acting_kind() IN ('system', 'coordinator') OR p.operator_id = ${ORGANISATION} THEN 'whole'
         WHEN ${ORGANISATION} = ANY (p.funder_ids) OR (SELECT acting_roles() && '{validator}')
           OR EXISTS (SELECT 1 FROM conventions c WHERE c.consortium_id = p.consortium_id AND c.programme_id = p.id
                AND ${ORGANISATION} IN (c.landlord_id, c.holder_id)) THEN 'guarded'
         WHEN EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = p.consortium_id AND r.programme_id = p.id AND r.supporter_id = ${ORGANISATION})
           OR EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = p.consortium_id AND d.basis = 'support' AND d.relation = 'supporter'
                AND d.subject_type = 'programme' AND d.subject_id = p.id AND d.organisation_id = ${ORGANISATION}) THEN 'own' END
       FROM programmes p WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`,
    ...hidden('figures_sight(uuid)'),
    // Whose households the acting organisation's figures count: null for those of all.
    `CREATE FUNCTION figures_of(programme uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT CASE WHEN figures_sight(programme) = 'own' THEN acting_organisation() END $$`,
    ...hidden('figures_of(uuid)'),

    `CREATE FUNCTION figure_ways(programme uuid) RETURNS TABLE (placement_id uuid, household_id uuid, household_size integer, referred_on date,
       first_offered_on date, keys_on date, ended_on date, exit_route text, exit_durable boolean, cohort text) LANGUAGE sql STABLE AS $$
       SELECT r.id, r.household_id, p.household_size, r.referred_on, r.first_offered_on, r.keys_on, p.ended_on, x.route, x.durable, g.cohort
       FROM referrals r
       JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
       LEFT JOIN referral_grounds g ON g.consortium_id = r.consortium_id AND g.id = r.id
       LEFT JOIN placement_exits x ON x.consortium_id = r.consortium_id AND x.id = r.id
       WHERE r.consortium_id = acting_consortium() AND r.programme_id = programme
         AND ((SELECT figures_of(programme)) IS NULL OR r.supporter_id = (SELECT figures_of(programme))) $$`,
    ...hidden('figure_ways(uuid)'),
    // A household that moves within the programme is rehoused once.
    `CREATE FUNCTION figure_first_keys(programme uuid) RETURNS TABLE (household_id uuid, household_size integer, keys_on date, cohort text)
       LANGUAGE sql STABLE AS $$
       SELECT DISTINCT ON (w.household_id) w.household_id, w.household_size, w.keys_on, w.cohort
       FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL ORDER BY w.household_id, w.keys_on, w.placement_id $$`,
    ...hidden('figure_first_keys(uuid)'),
    `CREATE FUNCTION figure_supports(programme uuid) RETURNS TABLE (household_id uuid, starts_on date, ends_on date) LANGUAGE sql STABLE AS $$
       SELECT w.household_id, w.keys_on, coalesce(w.ended_on, 'infinity') FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL
       UNION ALL
       SELECT d.household_id, d.from_on, least(coalesce(d.until, 'infinity'), coalesce((d.closed_at AT TIME ZONE 'Europe/Paris')::date, 'infinity'))
       FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.basis = 'support' AND d.relation = 'supporter'
         AND d.subject_type = 'programme' AND d.subject_id = programme
         AND ((SELECT figures_of(programme)) IS NULL OR d.organisation_id = (SELECT figures_of(programme))) $$`,
    ...hidden('figure_supports(uuid)'),

    ...CODES.flatMap(figure),

    // The first day of a programme, or of its first referral where that came before.
    `CREATE FUNCTION figures_beginning(programme uuid) RETURNS date LANGUAGE sql STABLE AS $$
       SELECT least(p.starts_on, (SELECT min(r.referred_on) FROM referrals r WHERE r.consortium_id = p.consortium_id AND r.programme_id = p.id))
       FROM programmes p WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`,
    ...hidden('figures_beginning(uuid)'),
    `CREATE FUNCTION figures_programme(of_key text) RETURNS TABLE (id uuid, key text, kind text, "startsOn" date) LANGUAGE sql STABLE AS $$
       SELECT p.id, p.key, p.kind, figures_beginning(p.id) FROM programmes p
       WHERE p.consortium_id = acting_consortium() AND p.key = of_key AND figures_sight(p.id) IS NOT NULL $$`,
    ...definer('figures_programme(text)'),

    // Cells under 5, those named, and as many more of the smallest as it takes that none of them follows from the total.
    `CREATE FUNCTION figures_hide_small(cells jsonb, named text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
     DECLARE
       gone text[] := ARRAY(SELECT e.key FROM jsonb_each_text(cells) e WHERE e.value::bigint < 5 OR e.key = ANY (named));
       another text;
     BEGIN
       IF cardinality(gone) = 0 THEN RETURN cells; END IF;
       WHILE cardinality(gone) < 2 OR (SELECT sum(e.value::bigint) FROM jsonb_each_text(cells) e WHERE e.key = ANY (gone)) < 5 LOOP
         SELECT e.key INTO another FROM jsonb_each_text(cells) e WHERE e.key <> ALL (gone) ORDER BY e.value::bigint, e.key LIMIT 1;
         IF NOT FOUND THEN RETURN '{}'; END IF;
         gone := gone || another;
       END LOOP;
       RETURN (SELECT jsonb_object_agg(e.key, CASE WHEN e.key = ANY (gone) THEN NULL ELSE e.value::bigint END) FROM jsonb_each_text(cells) e);
     END $$`,
    ...hidden('figures_hide_small(jsonb, text[])'),
    // For readers of totals: whole years only, and of several years no cell that is held back in one of them; otherwise the
    // difference of two periods would tell what each holds back.
    `CREATE FUNCTION figures_guarded(code text, programme uuid, from_day date, to_day date, cells jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
     DECLARE
       since date := figures_beginning(programme);
       first_year integer := extract(year FROM from_day);
       last_year integer := extract(year FROM to_day - 1);
       of_year jsonb;
       held text[] := '{}';
     BEGIN
       IF (to_char(from_day, 'MMDD') <> '0101' AND from_day <> since) OR to_char(to_day, 'MMDD') NOT IN ('0101', '1231')
         OR last_year - first_year > 20 THEN RETURN '{}'; END IF;
       IF last_year > first_year THEN
         FOR y IN first_year..last_year LOOP
           EXECUTE format('SELECT f.breakdown FROM %I($1, $2, $3) f', 'figure_' || code) INTO of_year
             USING programme, greatest(make_date(y, 1, 1), from_day), least(make_date(y + 1, 1, 1), to_day);
           held := held || ARRAY(SELECT e.key FROM jsonb_each_text(figures_hide_small(of_year, '{}')) e WHERE e.value IS NULL);
           IF figures_hide_small(of_year, '{}') = '{}' THEN held := held || ARRAY(SELECT jsonb_object_keys(of_year)); END IF;
         END LOOP;
       END IF;
       RETURN figures_hide_small(cells, held);
     END $$`,
    ...hidden('figures_guarded(text, uuid, date, date, jsonb)'),

    // The one way in. No row where the caller may not; a rate that rests on fewer than 5 households is null for readers of totals.
    `CREATE FUNCTION programme_figures(programme uuid, codes text[], from_day date, to_day date)
       RETURNS TABLE (code text, value bigint, breakdown jsonb) LANGUAGE plpgsql STABLE AS $$
     DECLARE
       sight text := figures_sight(programme);
       asked text;
       found_one record;
     BEGIN
       IF sight IS NULL THEN RETURN; END IF;
       FOREACH asked IN ARRAY codes LOOP
         FOR found_one IN EXECUTE format('SELECT * FROM %I($1, $2, $3)', 'figure_' || asked) USING programme, from_day, to_day LOOP
           code := asked;
           value := CASE WHEN sight = 'guarded' AND found_one.base < 5 THEN NULL ELSE found_one.value END;
           breakdown := CASE WHEN sight = 'guarded' AND found_one.of_people AND found_one.breakdown <> '{}'
             THEN figures_guarded(asked, programme, from_day, to_day, found_one.breakdown) ELSE found_one.breakdown END;
           RETURN NEXT;
         END LOOP;
       END LOOP;
     END $$`,
    ...definer('programme_figures(uuid, text[], date, date)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION programme_figures(uuid, text[], date, date)`,
    `DROP FUNCTION figures_guarded(text, uuid, date, date, jsonb)`,
    `DROP FUNCTION figures_hide_small(jsonb, text[])`,
    `DROP FUNCTION figures_programme(text)`,
    `DROP FUNCTION figures_beginning(uuid)`,
    ...CODES.map((code) => `DROP FUNCTION figure_${code}(uuid, date, date)`),
    ...['supports', 'first_keys', 'ways', 'stock'].map((name) => `DROP FUNCTION figure_${name}(uuid)`),
    `DROP FUNCTION figures_of(uuid)`,
    `DROP FUNCTION figures_sight(uuid)`,
    `DROP FUNCTION figure_days(date, date)`,
    `DROP INDEX disclosures_of_programmes`,
  ];
}
