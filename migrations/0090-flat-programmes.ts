import { figure, Indicators1700000000011 } from './0011-indicators.js';
import { SharedFlatFigures1700000000052 } from './0052-shared-flat-figures.js';
import { RoomsByPeriod1700000000061 } from './0061-rooms-by-period.js';
import { OneHuman1700000000080 } from './0080-one-human.js';
import { again, asDefiner, definer, madeBy, refuse, SqlMigration } from './support.js';

/** What an earlier migration made, by how its statement begins. */
export const of = (migration: new () => SqlMigration, beginning: string): string =>
  madeBy((new migration() as unknown as { steps: readonly string[] }).steps, beginning);
/** A function of the figures made anew: it acts as who calls it, which only functions of the definer role do. */
export const anew = (made: string): string => again(made).replace(' SECURITY DEFINER', '');
/** With `put` where `found` stands. */
const learnt = (made: string, found: string, put: string): string => {
  if (!made.includes(found)) throw new Error(`Not there: ${found}`);
  return made.replace(found, () => put);
};

const WAYS = of(SharedFlatFigures1700000000052, 'CREATE OR REPLACE FUNCTION figure_ways(');
const FIRST_KEYS = of(OneHuman1700000000080, 'CREATE OR REPLACE FUNCTION figure_first_keys(');
const LIFE = of(SharedFlatFigures1700000000052, 'CREATE FUNCTION figure_life(');
const ROOMS = of(RoomsByPeriod1700000000061, 'CREATE OR REPLACE FUNCTION flat_rooms(');
const STOCK = of(RoomsByPeriod1700000000061, 'CREATE OR REPLACE FUNCTION figure_stock(');
const BEGINNING = of(Indicators1700000000011, 'CREATE FUNCTION figures_beginning(');

const OF_DWELLING =
  'JOIN dwellings d ON d.consortium_id = o.consortium_id AND d.id = o.dwelling_id AND d.programme_id = programme';
const OF_FLAT =
  'JOIN shared_flats f ON f.consortium_id = o.consortium_id AND f.id = o.flat_id AND f.programme_id = programme';

/** Days on which a flat is one: from its opening until it closed or its head tenancy ended. */
const UNTIL = `least(f.closed_on, h.ended_on, 'infinity')`;
const HEAD = 'JOIN tenancies h ON h.consortium_id = f.consortium_id AND h.id = f.head_tenancy_id';

/**
 * Places of a programme by period in service. A shared flat has as many as rooms in service, no more than its known capacity, on the
 * days on which it is one. Another dwelling: as before, since the last day on which it was a shared flat of another programme.
 */
const STOCK_OF_FLATS = `CREATE OR REPLACE FUNCTION figure_stock(programme uuid)
     RETURNS TABLE (dwelling_id uuid, site_id uuid, commune_code text, private_owner boolean, places integer, starts_on date, ends_on date)
     LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
       WITH flats AS (
         SELECT f.consortium_id, f.id, f.dwelling_id, f.opened_on, ${UNTIL} AS until FROM shared_flats f ${HEAD}
         WHERE f.consortium_id = acting_consortium() AND f.programme_id = programme),
       days AS (
         SELECT f.*, b.day, lead(b.day, 1, f.until) OVER (PARTITION BY f.id ORDER BY b.day) AS next
         FROM flats f CROSS JOIN LATERAL (
           SELECT f.opened_on AS day
           UNION SELECT unnest(ARRAY[r.starts_on, r.ends_on]) FROM rooms r WHERE r.consortium_id = f.consortium_id AND r.dwelling_id = f.dwelling_id
           UNION SELECT unnest(ARRAY[c.starts_on, c.ends_on]) FROM dwelling_capacities c
             WHERE c.consortium_id = f.consortium_id AND c.dwelling_id = f.dwelling_id) b
         WHERE b.day >= f.opened_on AND b.day < f.until),
       homes AS (
         SELECT n.dwelling_id, least((SELECT c.places FROM dwelling_capacities c WHERE c.consortium_id = n.consortium_id AND c.dwelling_id = n.dwelling_id
             AND c.starts_on <= n.day AND coalesce(c.ends_on, 'infinity') > n.day),
           (SELECT count(*) FROM rooms r WHERE r.consortium_id = n.consortium_id AND r.dwelling_id = n.dwelling_id
             AND coalesce(r.starts_on, '-infinity') <= n.day AND coalesce(r.ends_on, 'infinity') > n.day))::integer AS places,
           n.day AS starts_on, n.next AS ends_on
         FROM days n
         UNION ALL
         SELECT d.id, coalesce(c.places, (SELECT sum(r.places) FROM rooms r WHERE r.consortium_id = d.consortium_id AND r.dwelling_id = d.id
             AND coalesce(r.starts_on, '-infinity') <= q.starts_on AND coalesce(r.ends_on, 'infinity') > q.starts_on))::integer, q.starts_on, q.ends_on
         FROM programmes p
         JOIN dwellings d ON d.consortium_id = p.consortium_id AND d.programme_id = p.id AND d.id <> ALL (ARRAY(SELECT f.dwelling_id FROM flats f))
         LEFT JOIN dwelling_capacities c ON c.consortium_id = d.consortium_id AND c.dwelling_id = d.id
         LEFT JOIN riders n ON n.consortium_id = d.consortium_id AND n.id = d.rider_id
         CROSS JOIN LATERAL (
           SELECT greatest(coalesce(c.starts_on, n.signed_on, p.starts_on), (SELECT max(f.closed_on) FROM shared_flats f
             WHERE f.consortium_id = d.consortium_id AND f.dwelling_id = d.id)) AS starts_on, coalesce(c.ends_on, 'infinity') AS ends_on) i
         CROSS JOIN LATERAL (
           SELECT b.day AS starts_on, lead(b.day, 1, i.ends_on) OVER (ORDER BY b.day) AS ends_on FROM (
             SELECT i.starts_on AS day
             UNION SELECT unnest(ARRAY[r.starts_on, r.ends_on]) FROM rooms r WHERE c.id IS NULL AND r.consortium_id = d.consortium_id AND r.dwelling_id = d.id) b
           WHERE b.day >= i.starts_on AND b.day < i.ends_on) q
         WHERE p.consortium_id = acting_consortium() AND p.id = programme)
       SELECT h.dwelling_id, d.site_id, d.commune_code, o.kind = 'private_owner', h.places, h.starts_on, h.ends_on
       FROM homes h
       JOIN dwellings d ON d.consortium_id = acting_consortium() AND d.id = h.dwelling_id
       JOIN organisations o ON o.consortium_id = d.consortium_id AND o.id = d.landlord_id $$`;

/** A flat is of the programme of its dwelling at its opening, or of the first that the dwelling gets while it is open. */
export class FlatProgrammes1700000000090 extends SqlMigration {
  readonly name = 'FlatProgrammes1700000000090';

  protected readonly steps = [
    `ALTER TABLE shared_flats ADD COLUMN programme_id uuid,
       ADD FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id)`,
    `CREATE INDEX shared_flats_by_programme ON shared_flats (consortium_id, programme_id)`,
    asDefiner(`UPDATE shared_flats f SET programme_id = d.programme_id FROM dwellings d
      WHERE f.consortium_id = tenant AND d.consortium_id = tenant AND d.id = f.dwelling_id;`),
    // Of an opening and a change of the dwelling at once one waits for the other.
    `CREATE FUNCTION flat_has_programme() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       SELECT d.programme_id INTO NEW.programme_id FROM dwellings d WHERE d.consortium_id = NEW.consortium_id AND d.id = NEW.dwelling_id FOR SHARE;
       RETURN NEW;
     END $$`,
    ...definer('flat_has_programme()'),
    `CREATE TRIGGER has_programme BEFORE INSERT ON shared_flats FOR EACH ROW EXECUTE FUNCTION flat_has_programme()`,
    `CREATE FUNCTION flat_keeps_programme() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       flat uuid;
     BEGIN
       IF EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = NEW.consortium_id AND f.dwelling_id = NEW.id AND f.closed_on IS NULL
         AND f.programme_id IS NOT NULL AND f.programme_id IS DISTINCT FROM NEW.programme_id) THEN ${refuse('dwelling_of_open_flat')}; END IF;
       UPDATE shared_flats SET programme_id = NEW.programme_id WHERE consortium_id = NEW.consortium_id AND dwelling_id = NEW.id
         AND closed_on IS NULL AND programme_id IS NULL RETURNING id INTO flat;
       IF FOUND THEN PERFORM feed_touch('shared_flats', ARRAY[flat]); END IF;
       RETURN NULL;
     END $$`,
    ...definer('flat_keeps_programme()'),
    `CREATE TRIGGER flat_keeps_programme AFTER UPDATE OF programme_id ON dwellings FOR EACH ROW
       WHEN (NEW.programme_id IS DISTINCT FROM OLD.programme_id) EXECUTE FUNCTION flat_keeps_programme()`,

    // A placement is also the way of who took over the support of its resident.
    learnt(
      learnt(WAYS, OF_DWELLING, OF_FLAT),
      'r.supporter_id = (SELECT figures_of(programme)))',
      `r.supporter_id = (SELECT figures_of(programme))
      OR EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = r.consortium_id AND o.placement_id = r.id
        AND o.previous_id IS NULL AND o.status <> 'cancelled' AND o.supporter_id = (SELECT figures_of(programme))))`,
    ),
    learnt(FIRST_KEYS, OF_DWELLING, OF_FLAT),
    again(
      learnt(
        learnt(
          LIFE,
          'JOIN dwellings d ON d.consortium_id = f.consortium_id AND d.id = f.dwelling_id AND d.programme_id = programme',
          '',
        ),
        'f.id = l.flat_id',
        'f.id = l.flat_id AND f.programme_id = programme',
      ),
    ),
    learnt(
      learnt(
        ROOMS,
        `least(to_day, coalesce(f.closed_on, 'infinity')) AS until`,
        `least(to_day, f.closed_on, h.ended_on) AS until`,
      ),
      'FROM shared_flats f WHERE',
      `FROM shared_flats f ${HEAD} WHERE`,
    ),
    STOCK_OF_FLATS,
    // The first day of a programme, of its first referral or keys, or of its first resident: before it there is nothing.
    anew(`CREATE FUNCTION figures_beginning(programme uuid) RETURNS date LANGUAGE sql STABLE AS $$
       SELECT least(p.starts_on, (SELECT min(least(r.referred_on, r.keys_on)) FROM referrals r WHERE r.consortium_id = p.consortium_id AND r.programme_id = p.id),
         (SELECT min(o.started_on) FROM shared_flats f JOIN occupancies o ON o.consortium_id = f.consortium_id AND o.flat_id = f.id
           WHERE f.consortium_id = p.consortium_id AND f.programme_id = p.id))
       FROM programmes p WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`),
    ...['occupancy_rate', 'vacancy_days', 'vacancy_cost'].flatMap(figure),

    // Until when the rooms of a flat are let, for those of whom all of it is the matter: who supports it does not see the head tenancy.
    `CREATE FUNCTION flat_let_until(flat uuid) RETURNS date LANGUAGE sql STABLE AS $$
       SELECT nullif(${UNTIL}, 'infinity') FROM shared_flats f ${HEAD}
       WHERE f.consortium_id = acting_consortium() AND f.id = flat AND (acting_kind() IN ('system', 'coordinator')
         OR acting_as('landlord', 'operator') IN (f.operator_id, f.landlord_id) OR acting_as('supporter') = f.supporter_id) $$`,
    ...definer('flat_let_until(uuid)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION flat_let_until(uuid)`,
    anew(BEGINNING),
    STOCK,
    ROOMS,
    again(LIFE),
    FIRST_KEYS,
    WAYS,
    `DROP TRIGGER flat_keeps_programme ON dwellings`,
    `DROP FUNCTION flat_keeps_programme()`,
    `DROP TRIGGER has_programme ON shared_flats`,
    `DROP FUNCTION flat_has_programme()`,
    `ALTER TABLE shared_flats DROP COLUMN programme_id`,
  ];
}
