import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { invalidQuery } from '../platform/errors/failure.js';
import { Availability } from './availability.view.js';
import type { AvailabilityFilter } from './dwellings.inputs.js';

type Parameter = (value: unknown) => string;
const OWN_TERMS = ['from', 'to', 'persons', 'maxRentCents'] as const;

/** What is free. It reads periods in which somebody is somewhere, never who. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Dwellings, and rooms of them, that are free on every day of the period; as a page, in one statement. */
  @Requires('housing:read')
  list(filter: AvailabilityFilter): Promise<Page<Availability>> {
    const from = filter.from ?? clock.today();
    if (filter.to !== undefined && filter.to <= from) throw invalidQuery('/to', 'period_reversed');
    const period = { from, to: filter.to ?? 'infinity', persons: filter.persons ?? 1 };
    const where = [{ sql: (parameter: Parameter) => inService(parameter, period) }];
    if (filter.maxRentCents !== undefined) {
      where.push({
        sql: (parameter: Parameter) =>
          `t.rent_cents + coalesce(t.charges_cents, 0) <= ${parameter(filter.maxRentCents)}`,
      });
    }
    where.push({ sql: () => '(u.whole OR r.free IS NOT NULL)' });
    return listPage(this.database, this.keyring, Availability, filter, {
      from: (parameter) => units(parameter, period),
      table: 'dwellings',
      ignore: OWN_TERMS,
      where,
    });
  }
}

interface Period {
  readonly from: string;
  readonly to: string;
  readonly persons: number;
}

/** Each dwelling with what is free of it. The last day on which a unit was taken before the period tells since when it is free. */
function units(parameter: Parameter, { from, to, persons }: Period): string {
  const [start, end, people] = [`${parameter(from)}::date`, `${parameter(to)}::date`, parameter(persons)];
  return `dwellings t
    CROSS JOIN LATERAL (
      SELECT o.busy = 0 AS whole, CASE WHEN o.busy = 0 THEN o.freed END AS available_from FROM (
        SELECT count(*) FILTER (WHERE o.until > ${start} AND o.starts_on < ${end}) AS busy, max(o.until) FILTER (WHERE o.until <= ${start}) AS freed
        FROM occupied o WHERE o.consortium_id = t.consortium_id AND o.dwelling_id = t.id) o) u
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', r.id, 'number', r.number, 'label', r.label, 'places', r.places, 'availableFrom', o.freed) ORDER BY r.number) AS free
      FROM rooms r CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE o.until > ${start} AND o.starts_on < ${end}) AS busy, max(o.until) FILTER (WHERE o.until <= ${start}) AS freed
        FROM occupied o WHERE o.consortium_id = r.consortium_id AND o.dwelling_id = r.dwelling_id AND o.slots @> r.number) o
      WHERE r.consortium_id = t.consortium_id AND r.dwelling_id = t.id AND r.places >= ${people} AND o.busy = 0
        AND coalesce(r.starts_on, '-infinity') <= ${start} AND coalesce(r.ends_on, 'infinity') >= ${end}) r ON true`;
}

/** Enough places on every day where places are known; a dwelling without any known capacity is not left out. */
function inService(parameter: Parameter, { from, to, persons }: Period): string {
  const [start, end, people] = [`${parameter(from)}::date`, `${parameter(to)}::date`, parameter(persons)];
  const capacity = `FROM dwelling_capacities c WHERE c.consortium_id = t.consortium_id AND c.dwelling_id = t.id`;
  return `NOT EXISTS (SELECT ${capacity} AND c.starts_on < ${end} AND coalesce(c.ends_on, 'infinity') > ${start} AND c.places < ${people})
    AND (NOT EXISTS (SELECT ${capacity})
      OR EXISTS (SELECT ${capacity} AND c.starts_on <= ${start} AND coalesce(c.ends_on, 'infinity') > ${start})
        AND NOT EXISTS (SELECT ${capacity} AND c.ends_on > ${start} AND c.ends_on < ${end}
          AND NOT EXISTS (SELECT FROM dwelling_capacities n WHERE n.consortium_id = c.consortium_id AND n.dwelling_id = c.dwelling_id AND n.starts_on = c.ends_on)))`;
}
