import { figure, Indicators1700000000011 } from './0011-indicators.js';
import { ConfirmedConventions1700000000017 } from './0017-confirmed-conventions.js';
import { anew, of } from './0090-flat-programmes.js';
import { again, inner, ORGANISATION, SqlMigration } from './support.js';

const before = (name: string): string => of(Indicators1700000000011, `CREATE FUNCTION ${name}(`);
const SIGHT_BEFORE = of(ConfirmedConventions1700000000017, 'CREATE OR REPLACE FUNCTION figures_sight(');

/**
 * How the acting organisation may read a programme's figures. `whole`; `totals`, for parties of a confirmed convention in it and for
 * who owns a home of it: they know people by name; `guarded`, for who pays or validates; `own`, for who supports in it.
 */
const SIGHT = anew(`CREATE FUNCTION figures_sight(programme uuid) RETURNS text LANGUAGE sql STABLE AS $$
     SELECT CASE
       WHEN acting_kind() IN ('system', 'coordinator') OR p.operator_id = ${ORGANISATION} THEN 'whole'
       WHEN EXISTS (SELECT 1 FROM conventions c WHERE c.consortium_id = p.consortium_id AND c.programme_id = p.id
              AND ${ORGANISATION} IN (c.landlord_id, c.holder_id) AND c.confirmed_on IS NOT NULL) THEN 'totals'
       WHEN ${ORGANISATION} = ANY (p.funder_ids) OR (SELECT acting_roles() && '{validator}') THEN
         CASE WHEN EXISTS (SELECT 1 FROM dwellings d WHERE d.consortium_id = p.consortium_id AND d.programme_id = p.id
             AND d.landlord_id = ${ORGANISATION})
           OR EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = p.consortium_id AND f.programme_id = p.id
             AND f.landlord_id = ${ORGANISATION}) THEN 'totals' ELSE 'guarded' END
       WHEN EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = p.consortium_id AND r.programme_id = p.id AND r.supporter_id = ${ORGANISATION})
         OR EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = p.consortium_id AND d.basis = 'support' AND d.relation = 'supporter'
              AND d.subject_type = 'programme' AND d.subject_id = p.id AND d.organisation_id = ${ORGANISATION})
         OR EXISTS (SELECT 1 FROM occupancies o JOIN shared_flats f ON f.consortium_id = o.consortium_id AND f.id = o.flat_id AND f.programme_id = p.id
              WHERE o.consortium_id = p.consortium_id AND o.supporter_id = ${ORGANISATION} AND o.status <> 'cancelled') THEN 'own' END
     FROM programmes p WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`);

/**
 * Cells under 5, those named, and as many more of the smallest as it takes that none of them follows from the total, nor from how many
 * they are. Nothing where one cell holds all, or all but fewer than 5: who knows a person would know of her.
 */
const HIDE_SMALL =
  anew(`CREATE FUNCTION figures_hide_small(cells jsonb, named text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
     DECLARE
       gone text[] := ARRAY(SELECT e.key FROM jsonb_each_text(cells) e WHERE e.value::bigint < 5 OR e.key = ANY (named));
       another text;
     BEGIN
       IF (SELECT sum(e.value::bigint) - max(e.value::bigint) < 5 FROM jsonb_each_text(cells) e) THEN RETURN '{}'; END IF;
       IF cardinality(gone) = 0 THEN RETURN cells; END IF;
       WHILE cardinality(gone) < 2 OR (SELECT sum(e.value::bigint) < 5 OR min(e.value) = max(e.value) AND min(e.value) IN ('1', '4')
         FROM jsonb_each_text(cells) e WHERE e.key = ANY (gone)) LOOP
         SELECT e.key INTO another FROM jsonb_each_text(cells) e WHERE e.key <> ALL (gone) ORDER BY e.value::bigint, e.key LIMIT 1;
         IF NOT FOUND THEN RETURN '{}'; END IF;
         gone := gone || another;
       END LOOP;
       RETURN (SELECT jsonb_object_agg(e.key, CASE WHEN e.key = ANY (gone) THEN NULL ELSE e.value::bigint END) FROM jsonb_each_text(cells) e);
     END $$`);

/** Of several years, their cells in order: no cell that one of them holds back. So what is told of years is what each of them tells. */
const TOLD = `CREATE FUNCTION figures_told(years jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
     SELECT figures_hide_small(
       coalesce((SELECT jsonb_object_agg(s.key, s.people) FROM (
         SELECT e.key, sum(e.value::bigint) AS people FROM jsonb_array_elements(years) y, jsonb_each_text(y) e GROUP BY e.key) s), '{}'),
       ARRAY(SELECT e.key FROM jsonb_array_elements(years) y, figures_hide_small(y, '{}') t, jsonb_each(y) e WHERE coalesce(t -> e.key, 'null') = 'null')) $$`;

/**
 * What readers of totals learn of a figure about people: whether a rate may be told, and its cells. Of whole years that have passed
 * alone, each begun and ended on 1 January (or begun with the programme, before which there is nothing): of two periods that differ by
 * days, or of a year that still grows, the difference would tell one household. Of a mean each year has nobody or at least 5, as sums
 * of days follow from it; a median cannot be taken apart.
 */
const GUARDED = `CREATE FUNCTION figures_guarded(code text, programme uuid, from_day date, to_day date, OUT rated boolean, OUT cells jsonb)
     LANGUAGE plpgsql STABLE AS $$
     DECLARE
       since date := greatest(from_day, figures_beginning(programme));
       of_year record;
       years jsonb := '[]';
     BEGIN
       rated := to_char(to_day, 'MMDD') = '0101' AND to_day <= civil_today() AND to_day - since < 7700
         AND (since = figures_beginning(programme) OR to_char(since, 'MMDD') = '0101');
       cells := '{}';
       IF NOT rated THEN RETURN; END IF;
       FOR y IN extract(year FROM since)..extract(year FROM to_day) - 1 LOOP
         EXECUTE format('SELECT f.base, f.breakdown FROM %I($1, $2, $3) f', 'figure_' || code) INTO of_year
           USING programme, greatest(make_date(y, 1, 1), since), make_date(y + 1, 1, 1);
         rated := rated AND (code ~ '^median_' OR coalesce(of_year.base = 0 OR of_year.base >= 5, true));
         years := years || jsonb_build_array(coalesce(of_year.breakdown, '{}'));
       END LOOP;
       cells := figures_told(years);
     END $$`;

/**
 * The one way in. No row where the caller may not. A figure whose cells have a `rest` is itself a part of others: it is told where all
 * of its cells are. Who supports some of the households reads nothing of how full all flats are, or what they cost.
 */
const FIGURES = again(`CREATE FUNCTION programme_figures(programme uuid, codes text[], from_day date, to_day date)
       RETURNS TABLE (code text, value bigint, breakdown jsonb) LANGUAGE plpgsql STABLE AS $$
     DECLARE
       sight text := figures_sight(programme);
       found_one record;
       told record;
     BEGIN
       IF sight IS NULL THEN RETURN; END IF;
       FOREACH code IN ARRAY codes LOOP
         FOR found_one IN EXECUTE format('SELECT * FROM %I($1, $2, $3)', 'figure_' || code) USING programme, from_day, to_day LOOP
           value := found_one.value;
           breakdown := found_one.breakdown;
           IF found_one.of_people AND sight IN ('guarded', 'totals') AND (found_one.base IS NOT NULL OR breakdown <> '{}') THEN
             told := figures_guarded(code, programme, from_day, to_day);
             IF sight = 'totals' THEN told.cells := '{}'; END IF;
             IF found_one.base < 5 OR NOT told.rated AND found_one.base IS NOT NULL
               OR breakdown ? 'rest' AND (told.cells = '{}' OR EXISTS (SELECT 1 FROM jsonb_each(told.cells) e WHERE e.value = 'null')) THEN
               value := NULL;
             END IF;
             breakdown := CASE WHEN breakdown ? 'rest' THEN '{}' ELSE told.cells END;
           END IF;
           IF breakdown ? 'rest' THEN breakdown := '{}'; END IF;
           IF sight = 'own' AND code IN ('occupancy_rate', 'turnover', 'vacancy_days', 'vacancy_cost') THEN value := NULL; END IF;
           RETURN NEXT;
         END LOOP;
       END LOOP;
     END $$`);

/** Figures from which nobody learns where one person comes from or goes to. */
export class FiguresGuarded1700000000091 extends SqlMigration {
  readonly name = 'FiguresGuarded1700000000091';

  protected readonly steps = [
    SIGHT,
    HIDE_SMALL,
    TOLD,
    ...inner('figures_told(jsonb)'),
    `DROP FUNCTION figures_guarded(text, uuid, date, date, jsonb)`,
    GUARDED,
    ...inner('figures_guarded(text, uuid, date, date)'),
    FIGURES,
    ...figure('durable_exits'),
  ];

  protected readonly undo = [
    again(before('programme_figures')),
    `DROP FUNCTION figures_guarded(text, uuid, date, date)`,
    before('figures_guarded'),
    ...inner('figures_guarded(text, uuid, date, date, jsonb)'),
    `DROP FUNCTION figures_told(jsonb)`,
    anew(before('figures_hide_small')),
    SIGHT_BEFORE,
  ];
}
