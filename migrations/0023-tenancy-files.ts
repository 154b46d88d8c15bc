import {
  FslRequestKind,
  FslRequestStatus,
  GuaranteeKind,
  GuaranteeStatus,
  InventoryKind,
  JointReviewOutcome,
  SlideOutcome,
} from '../src/tenancies/tenancies.enums.js';
import { TENANCY_SLIDE, TENANCY_SLIDE_UNDO } from './0023-tenancy-slide.js';
import { isolate, NOUN_COLUMNS, oneOf, runtimeMay, SqlMigration, stamped } from './support.js';

const OF_TENANCY = 'FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id)';

const NOT_COORDINATOR = `(SELECT acting_kind()) <> 'coordinator'`;

/** What the counter handles: joint reviews, the slide of a sliding lease, inventories, guarantees, FSL requests. */
export class TenancyFiles1700000000023 extends SqlMigration {
  readonly name = 'TenancyFiles1700000000023';

  protected readonly steps = [
    // Reviews and the slide are the business of three: the owner of the flat, the lessor, the household with who supports it.
    `CREATE FUNCTION sees_occupancy(tenancy uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM tenancy_occupancies o WHERE o.consortium_id = acting_consortium() AND o.id = tenancy) OR sees_tenancy(tenancy);
     END $$`,
    `CREATE TABLE joint_reviews (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       due_on date,
       held_on date NOT NULL,
       outcome text NOT NULL ${oneOf('outcome', JointReviewOutcome.codes)},
       landlord_present boolean NOT NULL,
       household_present boolean NOT NULL,
       summary text,
       next_due_on date,
       PRIMARY KEY (consortium_id, id),
       ${OF_TENANCY},
       CONSTRAINT joint_reviews_once UNIQUE (consortium_id, tenancy_id, held_on))`,
    stamped('joint_reviews'),
    // What is said of a household and decided for it is its parties’: the coordinator knows the level of arrears alone.
    ...isolate('joint_reviews', `${NOT_COORDINATOR} AND sees_occupancy(tenancy_id)`),
    runtimeMay('SELECT, INSERT', 'joint_reviews'),

    `CREATE TABLE slides (${NOUN_COLUMNS},
       conditions text,
       aim_on date,
       outcome text ${oneOf('outcome', SlideOutcome.codes)},
       decided_on date,
       landlord_agreed_on date,
       household_agreed_on date,
       reason text,
       new_tenancy_id uuid,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, new_tenancy_id) REFERENCES tenancies (consortium_id, id),
       CHECK (num_nonnulls(outcome, decided_on, landlord_agreed_on, household_agreed_on) IN (0, 4)),
       CHECK ((outcome = 'slide') = (new_tenancy_id IS NOT NULL)))`,
    stamped('slides'),
    ...isolate('slides', `${NOT_COORDINATOR} AND sees_occupancy(id)`),
    runtimeMay('SELECT, INSERT, UPDATE', 'slides'),

    `CREATE TABLE inventories (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', InventoryKind.codes)},
       done_on date NOT NULL,
       household_present boolean NOT NULL,
       keys integer CHECK (keys >= 0),
       repair_cents integer CHECK (repair_cents >= 0),
       charged_entry_id uuid,
       PRIMARY KEY (consortium_id, id),
       ${OF_TENANCY},
       FOREIGN KEY (consortium_id, charged_entry_id) REFERENCES ledger_entries (consortium_id, id),
       CONSTRAINT inventories_once UNIQUE (consortium_id, tenancy_id, kind),
       CHECK (kind = 'out' OR repair_cents IS NULL))`,
    stamped('inventories'),
    ...isolate('inventories', 'sees_account(tenancy_id)'),
    runtimeMay('SELECT, INSERT', 'inventories'),

    `CREATE TABLE guarantees (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', GuaranteeKind.codes)},
       status text NOT NULL ${oneOf('status', GuaranteeStatus.codes)},
       status_since date NOT NULL,
       amount_cents integer CHECK (amount_cents >= 0),
       valid_from date,
       valid_until date,
       PRIMARY KEY (consortium_id, id),
       ${OF_TENANCY},
       CHECK (valid_until >= valid_from))`,
    stamped('guarantees'),
    `CREATE INDEX guarantees_by_tenancy ON guarantees (consortium_id, tenancy_id, id)`,
    ...isolate('guarantees', 'sees_account(tenancy_id)'),
    runtimeMay('SELECT, INSERT, UPDATE', 'guarantees'),

    `CREATE TABLE fsl_requests (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', FslRequestKind.codes)},
       status text NOT NULL ${oneOf('status', FslRequestStatus.codes)},
       filed_on date NOT NULL,
       requested_cents integer CHECK (requested_cents >= 0),
       decided_on date,
       granted_cents integer CHECK (granted_cents >= 0),
       PRIMARY KEY (consortium_id, id),
       ${OF_TENANCY},
       CHECK (decided_on >= filed_on),
       CHECK ((status IN ('granted', 'refused')) = (decided_on IS NOT NULL)),
       CHECK (status = 'granted' OR granted_cents IS NULL))`,
    stamped('fsl_requests'),
    `CREATE INDEX fsl_requests_by_tenancy ON fsl_requests (consortium_id, tenancy_id, id)`,
    ...isolate('fsl_requests', 'sees_account(tenancy_id)'),
    runtimeMay('SELECT, INSERT, UPDATE', 'fsl_requests'),
    ...TENANCY_SLIDE,
  ];

  protected readonly undo = [
    ...TENANCY_SLIDE_UNDO,
    `DROP TABLE fsl_requests, guarantees, inventories, slides, joint_reviews`,
    `DROP FUNCTION sees_occupancy(uuid)`,
  ];
}
