import { definer, granted, HOUSEHOLD_COLUMNS, inCaseload, isolate, KIND, NOUN_COLUMNS, ofHousehold, ORGANISATION, runtimeMay, SqlMigration, stamped } from './support.js';

const STATUSES = `('referred','eligible','ineligible','offered','submitted','postponed','under_condition','allocated','accepted','moved_in','ended')`;
const NARROW = `(supporter_id = ${ORGANISATION} OR referrer_id = ${ORGANISATION})`;
const PARTIES = `(landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION} OR supporter_id = ${ORGANISATION}
  OR referrer_id = ${ORGANISATION} OR ${KIND} = 'coordinator')`;
/** A worker who sees her caseload only sees what hangs on a referral that she sees. */
const ofCaseload = (table: string, key = 'id'): string =>
  `((SELECT acting_caseload()) IS NULL OR (SELECT true FROM referrals r WHERE r.consortium_id = ${table}.consortium_id AND r.id = ${table}.${key}))`;
const VIEWERS = `landlord_id uuid, operator_id uuid, supporter_id uuid, referrer_id uuid`;
const VIEWER_KEYS = ['landlord_id', 'operator_id', 'supporter_id', 'referrer_id']
  .map((column) => `FOREIGN KEY (consortium_id, ${column}) REFERENCES organisations (consortium_id, id)`)
  .join(', ');

/**
 * Placements. The viewers are columns of the row (design.md A.2): the landlord's and the operator's are null until a dwelling
 * of theirs is offered. Who the household is stands in `referrals` until the file is put to its deciding body.
 */
export class Placements1700000000010 extends SqlMigration {
  readonly name = 'Placements1700000000010';

  protected readonly steps = [
    `CREATE TABLE placements (${NOUN_COLUMNS},
       status text NOT NULL CHECK (status IN ${STATUSES}),
       status_since date NOT NULL,
       programme_label text NOT NULL,
       offer_id uuid,
       dwelling_id uuid,
       room_id uuid,
       household_id uuid,
       household_size integer NOT NULL CHECK (household_size >= 0),
       children_under3 integer NOT NULL DEFAULT 0,
       children3to5 integer NOT NULL DEFAULT 0,
       children6to11 integer NOT NULL DEFAULT 0,
       children12to17 integer NOT NULL DEFAULT 0,
       planned_move_in_on date,
       moved_in_on date,
       ended_on date,
       exit_route text,
       exit_durable boolean,
       ${VIEWERS},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id),
       FOREIGN KEY (consortium_id, room_id) REFERENCES rooms (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       ${VIEWER_KEYS},
       CHECK (ended_on >= moved_in_on),
       CHECK ((status = 'ended') = (ended_on IS NOT NULL)),
       CHECK (status <> 'moved_in' OR moved_in_on IS NOT NULL))`,
    stamped('placements'),
    ...['landlord_id', 'operator_id', 'supporter_id', 'referrer_id'].map(
      (column) => `CREATE INDEX placements_by_${column.replace('_id', '')} ON placements (consortium_id, ${column}, id)`,
    ),
    `CREATE INDEX placements_by_change ON placements (consortium_id, updated_at, id)`,
    `CREATE INDEX placements_by_dwelling ON placements (consortium_id, dwelling_id)`,
    `CREATE INDEX placements_by_household ON placements (consortium_id, household_id)`,
    // Who is referred, by whom, into what: the parties who know the household, and the coordinator.
    `CREATE TABLE referrals (${NOUN_COLUMNS},
       household_id uuid NOT NULL,
       programme_id uuid NOT NULL,
       convention_id uuid,
       supporter_id uuid NOT NULL,
       referrer_id uuid NOT NULL,
       referred_on date NOT NULL,
       first_offered_on date,
       keys_on date,
       deciding_body text NOT NULL CHECK (deciding_body IN ('caleol', 'operator_admission', 'association_choice')),
       omitted_steps text[] NOT NULL DEFAULT '{}',
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id),
       FOREIGN KEY (consortium_id, convention_id) REFERENCES conventions (consortium_id, id),
       FOREIGN KEY (consortium_id, supporter_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, referrer_id) REFERENCES organisations (consortium_id, id))`,
    stamped('referrals'),
    `CREATE INDEX referrals_by_household ON referrals (consortium_id, household_id)`,
    `CREATE INDEX referrals_by_programme ON referrals (consortium_id, programme_id, referred_on)`,
    ...isolate('referrals', `((${NARROW} OR ${KIND} = 'coordinator') AND ${inCaseload('referrals')})`),
    runtimeMay('SELECT, INSERT, UPDATE', 'referrals'),
    ...isolate('placements', `(${PARTIES} AND ${ofCaseload('placements')})`, PARTIES),
    runtimeMay('SELECT, INSERT, UPDATE', 'placements'),

    // Why, from which cohort, with which wishes: content, never for landlord, operator or coordinator.
    `CREATE TABLE referral_grounds (${NOUN_COLUMNS},
       supporter_id uuid NOT NULL,
       referrer_id uuid NOT NULL,
       reasons text[] NOT NULL DEFAULT '{}',
       cohort text,
       wishes text,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES placements (consortium_id, id))`,
    stamped('referral_grounds'),
    ...isolate('referral_grounds', `(${NARROW} AND ${ofCaseload('referral_grounds')})`),
    runtimeMay('SELECT, INSERT, UPDATE', 'referral_grounds'),

    `CREATE TABLE offers (${NOUN_COLUMNS},
       placement_id uuid NOT NULL,
       dwelling_id uuid NOT NULL,
       room_id uuid,
       status text NOT NULL CHECK (status IN ('open','visit_planned','interested','declined','refused','taken','withdrawn')),
       offered_on date NOT NULL,
       answer_by date,
       visit_on date,
       planned_move_in_on date NOT NULL,
       closed_on date,
       ${VIEWERS},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id),
       FOREIGN KEY (consortium_id, room_id) REFERENCES rooms (consortium_id, id),
       ${VIEWER_KEYS})`,
    stamped('offers'),
    `CREATE INDEX offers_by_placement ON offers (consortium_id, placement_id)`,
    `CREATE INDEX offers_by_dwelling ON offers (consortium_id, dwelling_id)`,
    `CREATE UNIQUE INDEX offers_one_open ON offers (consortium_id, placement_id) WHERE status IN ('open','visit_planned','interested')`,
    ...isolate('offers', `(${PARTIES} AND ${ofCaseload('offers', 'placement_id')})`),
    runtimeMay('SELECT, INSERT, UPDATE', 'offers'),

    // A dwelling is given back: the household declined, or the body refused. Landlord and operator cease to see the placement in
    // the very update, which row-level security would refuse them; hence a function, which asks that the caller is a party.
    `CREATE FUNCTION release_placement(placement uuid, on_date date) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE placements SET status = 'eligible', status_since = on_date, offer_id = NULL, dwelling_id = NULL, room_id = NULL,
         household_id = NULL, planned_move_in_on = NULL, landlord_id = NULL, operator_id = NULL
       WHERE consortium_id = acting_consortium() AND id = placement AND (acting_kind() = 'system'
         OR acting_organisation() IN (landlord_id, operator_id, supporter_id, referrer_id));
       IF NOT FOUND THEN RAISE EXCEPTION 'not a party' USING ERRCODE = '42501'; END IF;
       UPDATE place_requests SET status = 'waiting' WHERE consortium_id = acting_consortium() AND placement_id = placement AND status = 'offered';
     END $$`,
    ...definer('release_placement(uuid, date)'),

    // What the flow needs of a referral when a landlord or an operator takes the step: the rules of the frame, asked by a party.
    // The application never publishes it.
    `CREATE FUNCTION placement_frame(placement uuid) RETURNS TABLE ("householdId" uuid, "programmeId" uuid, "conventionId" uuid,
       "decidingBody" text, "omittedSteps" text[]) LANGUAGE sql STABLE AS $$
       SELECT r.household_id, r.programme_id, r.convention_id, r.deciding_body, r.omitted_steps
       FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
       WHERE r.consortium_id = acting_consortium() AND r.id = placement AND (acting_kind() IN ('system', 'coordinator')
         OR acting_organisation() IN (p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id)) $$`,
    ...definer('placement_frame(uuid)'),

    // Keys: the referral is served, and the referrer's sight of the household ends (security.md), whoever takes the step.
    `CREATE FUNCTION placement_moved_in(placement uuid, on_date date) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       made referrals;
       disclosure uuid;
     BEGIN
       UPDATE referrals r SET keys_on = on_date FROM placements p
       WHERE r.consortium_id = acting_consortium() AND r.id = placement AND p.consortium_id = r.consortium_id AND p.id = r.id
         AND p.status = 'moved_in' RETURNING r.* INTO made;
       IF NOT FOUND THEN RETURN; END IF;
       UPDATE place_requests SET status = 'served' WHERE consortium_id = acting_consortium() AND placement_id = placement
         AND status IN ('waiting', 'offered');
       IF made.referrer_id <> made.supporter_id THEN
         FOR disclosure IN SELECT d.id FROM disclosures d WHERE d.consortium_id = made.consortium_id AND d.household_id = made.household_id
           AND d.organisation_id = made.referrer_id AND d.relation = 'referrer' AND d.closed_at IS NULL
         LOOP
           PERFORM close_disclosure(disclosure);
         END LOOP;
       END IF;
     END $$`,
    ...definer('placement_moved_in(uuid, date)'),

    // What the household answered and why: for those who accompany it, so that declining has no price.
    `CREATE TABLE household_answers (${NOUN_COLUMNS},
       placement_id uuid NOT NULL,
       offer_id uuid NOT NULL,
       answer text NOT NULL,
       reason text,
       comment text,
       answered_on date NOT NULL,
       supporter_id uuid NOT NULL,
       referrer_id uuid NOT NULL,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, offer_id) REFERENCES offers (consortium_id, id))`,
    stamped('household_answers'),
    `CREATE INDEX household_answers_by_placement ON household_answers (consortium_id, placement_id)`,
    ...isolate('household_answers', `(${NARROW} AND ${ofCaseload('household_answers', 'placement_id')})`),
    runtimeMay('SELECT, INSERT', 'household_answers'),

    `CREATE TABLE commission_decisions (${NOUN_COLUMNS},
       placement_id uuid NOT NULL,
       offer_id uuid NOT NULL,
       body text NOT NULL,
       outcome text NOT NULL CHECK (outcome IN ('allocated','under_condition','postponed','refused')),
       rank integer CHECK (rank >= 1),
       condition text,
       reason text,
       decided_on date NOT NULL,
       ${VIEWERS},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, offer_id) REFERENCES offers (consortium_id, id))`,
    stamped('commission_decisions'),
    `CREATE INDEX commission_decisions_by_placement ON commission_decisions (consortium_id, placement_id)`,
    ...isolate('commission_decisions', `(${PARTIES} AND ${ofCaseload('commission_decisions', 'placement_id')})`),
    runtimeMay('SELECT, INSERT', 'commission_decisions'),

    // Every step: who, when, what it led to. The landlord's copy begins with the offer of its dwelling and ends with it.
    `CREATE TABLE placement_steps (${NOUN_COLUMNS},
       placement_id uuid NOT NULL,
       step text NOT NULL,
       status text NOT NULL CHECK (status IN ${STATUSES}),
       occurred_on date NOT NULL,
       by_role text NOT NULL,
       by_organisation_id uuid,
       principal_id text NOT NULL,
       reason text,
       ${VIEWERS},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id))`,
    stamped('placement_steps'),
    `CREATE INDEX placement_steps_by_placement ON placement_steps (consortium_id, placement_id, id)`,
    ...isolate('placement_steps', `(${PARTIES} AND ${ofCaseload('placement_steps', 'placement_id')})`),
    runtimeMay('SELECT, INSERT', 'placement_steps'),

    // Written by those who support; says only whether somebody does.
    `CREATE TABLE support_states (${NOUN_COLUMNS}, ${HOUSEHOLD_COLUMNS},
       state text NOT NULL CHECK (state IN ('yes', 'ending_soon')),
       until date,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT support_states_once UNIQUE (consortium_id, origin_household_id))`,
    stamped('support_states'),
    ...ofHousehold('support_states'),
    ...isolate('support_states', granted(`'support'`, 'support_states')),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'support_states'),

    `CREATE TABLE place_requests (${NOUN_COLUMNS},
       placement_id uuid NOT NULL,
       programme_id uuid NOT NULL,
       household_size integer NOT NULL,
       priority integer NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
       requested_on date NOT NULL,
       status text NOT NULL CHECK (status IN ('waiting', 'offered', 'served', 'withdrawn')),
       operator_id uuid,
       supporter_id uuid NOT NULL,
       referrer_id uuid NOT NULL,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, placement_id) REFERENCES placements (consortium_id, id),
       FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id),
       FOREIGN KEY (consortium_id, operator_id) REFERENCES organisations (consortium_id, id))`,
    stamped('place_requests'),
    `CREATE UNIQUE INDEX place_requests_once ON place_requests (consortium_id, placement_id) WHERE status IN ('waiting', 'offered')`,
    `CREATE INDEX place_requests_queue ON place_requests (consortium_id, programme_id, status, priority, requested_on, id)`,
    ...isolate('place_requests', `((${NARROW} OR operator_id = ${ORGANISATION} OR ${KIND} = 'coordinator') AND ${ofCaseload('place_requests', 'placement_id')})`),
    runtimeMay('SELECT, INSERT, UPDATE', 'place_requests'),
    `CREATE FUNCTION placement_left_queue(placement uuid) RETURNS void LANGUAGE sql AS $$
       UPDATE place_requests r SET status = 'withdrawn' FROM placements p
       WHERE r.consortium_id = acting_consortium() AND r.placement_id = placement AND r.status IN ('waiting', 'offered')
         AND p.consortium_id = r.consortium_id AND p.id = r.placement_id AND p.status = 'ended' $$`,
    ...definer('placement_left_queue(uuid)'),

    // The one definition of who follows a placement in the feed, and of what its entry shows (api.md, “Placement status”).
    `CREATE VIEW placements_seen WITH (security_invoker = true) AS
       SELECT p.consortium_id, p.id AS subject_id, v.viewer_id, r.household_id,
         jsonb_build_object(
           'status', p.status, 'statusSince', p.status_since, 'dwellingId', p.dwelling_id,
           'dwellingExternalIds', coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value)
             FROM external_ids x WHERE x.consortium_id = p.consortium_id AND x.organisation_id = v.viewer_id
               AND x.subject_type = 'dwellings' AND x.subject_id = p.dwelling_id), '[]'),
           'householdSize', p.household_size, 'plannedMoveInOn', p.planned_move_in_on, 'movedInOn', p.moved_in_on, 'endedOn', p.ended_on,
           'operatorContact', o.contact, 'supportInPlace', coalesce(s.state, 'no'), 'placementVersion', p.version) AS entry
       FROM placements p
       JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id
       LEFT JOIN organisations o ON o.consortium_id = p.consortium_id AND o.id = p.operator_id
       LEFT JOIN LATERAL (SELECT max(k.state) AS state FROM support_states k
         WHERE k.consortium_id = p.consortium_id AND k.household_id = r.household_id) s ON true
       CROSS JOIN LATERAL (
         SELECT p.landlord_id AS viewer_id WHERE p.landlord_id IS NOT NULL
         UNION SELECT p.operator_id WHERE p.operator_id IS NOT NULL
         UNION SELECT p.supporter_id WHERE p.supporter_id IS NOT NULL
         UNION SELECT p.referrer_id WHERE p.referrer_id IS NOT NULL
         UNION SELECT m.organisation_id FROM memberships m
           WHERE m.consortium_id = p.consortium_id AND 'coordinator' = ANY (m.roles) AND m.ends_on IS NULL) v`,
    `GRANT SELECT ON placements_seen TO passerelle_definer`,
  ];

  protected readonly undo = [
    `DROP VIEW placements_seen`,
    `DROP FUNCTION placement_left_queue(uuid)`,
    `DROP FUNCTION placement_moved_in(uuid, date)`,
    `DROP FUNCTION placement_frame(uuid)`,
    `DROP FUNCTION release_placement(uuid, date)`,
    `DROP TABLE place_requests, support_states, placement_steps, commission_decisions, household_answers, offers, referral_grounds,
       referrals, placements`,
  ];
}
