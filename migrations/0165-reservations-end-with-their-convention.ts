import { body, type Change, policies, view } from './in-place.js';
import { asDefiner, inner, SqlMigration } from './support.js';

/** As PostgreSQL keeps it. The day is asked of the few rows that are the caller's, and so without a sub-select. */
const TODAY = 'civil_today()';
const ORGANISATION = '( SELECT acting_organisation() AS acting_organisation)';
const brought = (row: string): string =>
  `((${TODAY} >= ${row}brought_from) AND ((${row}brought_until IS NULL) OR (${TODAY} <= ${row}brought_until)))`;
/** What is reserved without a rider, or by another quota, rests on no convention. */
const stands = (row: string): string =>
  `((${row}reservation_kind <> 'convention'::text) OR (${row}rider_id IS NULL) OR ${brought(row)})`;

const CHANGES: readonly Change[] = [
  [
    (from, to) => policies(['dwellings'], from, to),
    `(${ORGANISATION} = ANY (ARRAY[holder_id, reservation_holder_id]))`,
    `((${ORGANISATION} = holder_id) AND ${brought('')}) OR ((${ORGANISATION} = reservation_holder_id) AND ${stands('')})`,
  ],
  [
    (from, to) => policies(['dwelling_addresses'], from, to),
    `(d.reservation_holder_id = ${ORGANISATION})`,
    `((d.reservation_holder_id = ${ORGANISATION}) AND ${stands('d.')})`,
  ],
  [
    (from, to) => body('looks_at_housing(uuid)', from, to),
    'acting_organisation() IN (d.reservation_holder_id, d.holder_id)',
    `acting_organisation() = d.holder_id AND ${brought('d.')}
         OR acting_organisation() = d.reservation_holder_id AND ${stands('d.')}`,
  ],
  [
    (from, to) => view('dwellings_seen', from, to),
    'WHERE (d.reservation_holder_id IS NOT NULL)',
    `WHERE ((d.reservation_holder_id IS NOT NULL) AND ${stands('d.')})`,
  ],
];

/**
 * What a convention opens of a dwelling and reserves of it, lasts as long as it: its period stands on the dwelling, so that a policy
 * asks the day without a look at another table, and an end by date holds from midnight on. Whoever writes, it follows the rider and
 * the convention; of a convention that one party alone has said there is none.
 */
export class ReservationsEndWithTheirConvention1700000000165 extends SqlMigration {
  readonly name = 'ReservationsEndWithTheirConvention1700000000165';

  protected readonly steps = [
    `ALTER TABLE dwellings ADD COLUMN brought_from date, ADD COLUMN brought_until date`,
    // Who brings it anew and who changes the convention wait for each other.
    `CREATE FUNCTION dwelling_is_brought() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       c conventions;
     BEGIN
       IF NEW.rider_id IS NULL THEN
         NEW.brought_from := NULL;
         NEW.brought_until := NULL;
         RETURN NEW;
       END IF;
       IF TG_OP = 'INSERT' OR NEW.rider_id IS DISTINCT FROM OLD.rider_id THEN
         PERFORM 1 FROM riders r JOIN conventions k ON k.consortium_id = r.consortium_id AND k.id = r.convention_id
         WHERE r.consortium_id = NEW.consortium_id AND r.id = NEW.rider_id FOR SHARE OF k;
       END IF;
       SELECT k.* INTO c FROM riders r JOIN conventions k ON k.consortium_id = r.consortium_id AND k.id = r.convention_id
       WHERE r.consortium_id = NEW.consortium_id AND r.id = NEW.rider_id AND k.confirmed_on IS NOT NULL;
       NEW.brought_from := c.starts_on;
       NEW.brought_until := c.valid_until;
       RETURN NEW;
     END $$`,
    ...inner('dwelling_is_brought()'),
    `CREATE TRIGGER brought BEFORE INSERT OR UPDATE ON dwellings FOR EACH ROW EXECUTE FUNCTION dwelling_is_brought()`,
    `CREATE FUNCTION convention_brings() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       ids uuid[] := ARRAY(SELECT d.id FROM riders r JOIN dwellings d ON d.consortium_id = r.consortium_id AND d.rider_id = r.id
         WHERE r.consortium_id = NEW.consortium_id AND r.convention_id = NEW.id ORDER BY d.id);
     BEGIN
       UPDATE dwellings d SET rider_id = d.rider_id WHERE d.consortium_id = NEW.consortium_id AND d.id = ANY (ids);
       PERFORM feed_touch('dwellings', ids);
       RETURN NULL;
     END $$`,
    ...inner('convention_brings()'),
    `CREATE TRIGGER brings AFTER UPDATE OF starts_on, valid_until, confirmed_on ON conventions FOR EACH ROW
     WHEN ((OLD.starts_on, OLD.valid_until, OLD.confirmed_on) IS DISTINCT FROM (NEW.starts_on, NEW.valid_until, NEW.confirmed_on))
     EXECUTE FUNCTION convention_brings()`,
    ...CHANGES.map(([make, from, to]) => make(from, to)),
    // What outlived its rider: for whom this landlord's riders reserve, on a dwelling that none of them brings. Given by hand, it is given again.
    asDefiner(`
      UPDATE dwellings d SET reservation_kind = 'none', reservation_holder_id = NULL
      WHERE d.consortium_id = tenant AND d.reservation_kind = 'convention' AND d.reservation_holder_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM riders r JOIN conventions c ON c.consortium_id = r.consortium_id AND c.id = r.convention_id
          WHERE r.consortium_id = tenant AND c.landlord_id = d.landlord_id AND r.reserved_for_id = d.reservation_holder_id)
        AND NOT EXISTS (SELECT 1 FROM riders r WHERE r.consortium_id = tenant AND r.id = d.rider_id
          AND d.reservation_holder_id IN (r.reserved_for_id, d.holder_id));
      UPDATE dwellings d SET rider_id = d.rider_id WHERE d.consortium_id = tenant AND d.rider_id IS NOT NULL;
      PERFORM feed_touch('dwellings', ARRAY(SELECT f.subject_id FROM feed f WHERE f.consortium_id = tenant AND f.collection = 'dwellings'
        AND f.removed_at IS NULL ORDER BY f.subject_id));`),
  ];

  protected readonly undo = [
    ...CHANGES.map(([make, from, to]) => make(to, from)),
    `DROP TRIGGER brings ON conventions`,
    `DROP FUNCTION convention_brings()`,
    `DROP TRIGGER brought ON dwellings`,
    `DROP FUNCTION dwelling_is_brought()`,
    `ALTER TABLE dwellings DROP COLUMN brought_from, DROP COLUMN brought_until`,
  ];
}
