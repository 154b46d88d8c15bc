import { definer, resight, SqlMigration } from './support.js';

const limited = (rule: string): string =>
  `(supporter_id = (SELECT acting_as('supporter')) AND ((SELECT acting_caseload()) IS NULL OR ${rule}))`;

/**
 * An open incident that stays with who wrote it, because a resident of that day has left and accepts no handover, is followed up and
 * closed by whom it concerned: a worker reached it by residents of today alone, so nobody with a caseload did.
 */
export class IncidentsFollowed1700000000105 extends SqlMigration {
  readonly name = 'IncidentsFollowed1700000000105';

  protected readonly steps = [
    `CREATE FUNCTION followed_there(flat uuid, on_day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN acting_as('supporter') IS NOT NULL AND EXISTS (SELECT 1 FROM occupancies o
         WHERE o.consortium_id = acting_consortium() AND o.flat_id = flat AND o.started_on <= on_day AND (o.ended_on IS NULL OR o.ended_on > on_day)
           AND (in_caseload(o.household_id) OR EXISTS (SELECT 1 FROM assignments s WHERE s.consortium_id = o.consortium_id
             AND s.household_id = o.household_id AND s.user_id = ANY (caseload_workers())
             AND s.starts_on <= on_day AND (s.ends_on IS NULL OR s.ends_on > on_day))));
     END $$`,
    ...definer('followed_there(uuid, date)'),
    `CREATE FUNCTION incident_followed(incident uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM house_incidents i WHERE i.consortium_id = acting_consortium() AND i.id = incident
         AND i.supporter_id = acting_as('supporter') AND followed_there(i.flat_id, i.occurred_on));
     END $$`,
    ...definer('incident_followed(uuid)'),
    resight('house_incidents', limited('flat_in_caseload(flat_id) OR followed_there(flat_id, occurred_on)')),
    resight('incident_follow_ups', limited('incident_in_caseload(incident_id) OR incident_followed(incident_id)')),
  ];

  protected readonly undo = [
    resight('incident_follow_ups', limited('incident_in_caseload(incident_id)')),
    resight('house_incidents', limited('flat_in_caseload(flat_id)')),
    `DROP FUNCTION incident_followed(uuid)`,
    `DROP FUNCTION followed_there(uuid, date)`,
  ];
}
