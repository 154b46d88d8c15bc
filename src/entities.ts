import { Organisation } from './consortia/organisation.entity.js';
import { Membership } from './consortia/membership.entity.js';
import { Accreditation } from './consortia/accreditation.entity.js';
import { Convention } from './consortia/convention.entity.js';
import { Programme } from './consortia/programme.entity.js';
import { Rider } from './consortia/rider.entity.js';
import { ApiClient } from './identity/api-client.entity.js';
import { ClientSecret } from './identity/client-secret.entity.js';
import { Session } from './identity/session.entity.js';
import { User } from './identity/user.entity.js';
import { DwellingAddress } from './housing/dwelling-address.entity.js';
import { DwellingCapacity } from './housing/capacity.entity.js';
import { Dwelling } from './housing/dwelling.entity.js';
import { Room } from './housing/room.entity.js';
import { Site } from './housing/site.entity.js';
import { Stay } from './housing/stay.entity.js';
import { Household } from './people/household.entity.js';
import { Disclosure } from './people/disclosure.entity.js';
import { Assignment } from './people/assignment.entity.js';
import { Person } from './people/person.entity.js';
import { HouseholdMember } from './people/household-member.entity.js';
import { DuplicateCase } from './people/duplicate-case.entity.js';
import { HouseholdFile, RegularStayCheck, ResourceSummary } from './people/household-files.entity.js';
import {
  LegalProtection,
  PersonContact,
  PersonProfile,
  PersonProtection,
  ResidentialSituation,
  Resource,
} from './people/person-records.entity.js';
import { CommissionDecision, HouseholdAnswer, Offer, PlacementStepRecord } from './placements/offer.entity.js';
import { PlaceRequest } from './placements/place-request.entity.js';
import { Placement } from './placements/placement.entity.js';
import { PlacementExit } from './placements/placement-exit.entity.js';
import { Referral, ReferralGrounds } from './placements/referral.entity.js';
import { ArrearsCase } from './tenancies/arrears-case.entity.js';
import {
  ArrearsGround,
  ArrearsProceeding,
  ArrearsReport,
  ArrearsStepRecord,
} from './tenancies/arrears-ground.entity.js';
import { ArrearsRule } from './tenancies/arrears-rule.entity.js';
import { EnforcementHold } from './tenancies/enforcement-hold.entity.js';
import { RepaymentPlan, RepaymentPlanCheck } from './tenancies/repayment-plan.entity.js';
import { JointReview, Slide } from './tenancies/joint-review.entity.js';
import { LedgerEntry } from './tenancies/ledger-entry.entity.js';
import { Tenancy } from './tenancies/tenancy.entity.js';
import { TenancyAct, TenancyExit, TenancyOccupancy } from './tenancies/tenancy-act.entity.js';
import { FslRequest, Guarantee, Inventory } from './tenancies/tenancy-files.entity.js';
import { TenancyTerms } from './tenancies/tenancy-terms.entity.js';
import { Absence } from './shared-flats/absence.entity.js';
import { Activity, Attendance } from './shared-flats/activity.entity.js';
import { HouseIncident, IncidentFollowUp } from './shared-flats/house-incident.entity.js';
import { FlatFactsRecord, LivingFacts } from './shared-flats/living-facts.entity.js';
import { Occupancy } from './shared-flats/occupancy.entity.js';
import { FlatHandover, FlatSupport } from './shared-flats/flat-handover.entity.js';
import { SharedFlat } from './shared-flats/shared-flat.entity.js';
import { AlertStep } from './alerts/alert-step.entity.js';
import { Alert } from './alerts/alert.entity.js';
import { Deadline } from './agenda/deadline.entity.js';

/** Every entity, for TypeORM; a test compares their columns with the migrated schema. */
export const ENTITIES = [
  Organisation,
  Membership,
  Programme,
  Accreditation,
  Convention,
  Rider,
  Site,
  Dwelling,
  DwellingAddress,
  Room,
  DwellingCapacity,
  Stay,
  ApiClient,
  ClientSecret,
  User,
  Session,
  Household,
  Disclosure,
  Assignment,
  Person,
  HouseholdMember,
  DuplicateCase,
  HouseholdFile,
  RegularStayCheck,
  ResourceSummary,
  LegalProtection,
  PersonContact,
  PersonProfile,
  PersonProtection,
  ResidentialSituation,
  Resource,
  Placement,
  Referral,
  ReferralGrounds,
  PlacementExit,
  Offer,
  HouseholdAnswer,
  CommissionDecision,
  PlacementStepRecord,
  PlaceRequest,
  LedgerEntry,
  JointReview,
  Slide,
  Inventory,
  Guarantee,
  FslRequest,
  Tenancy,
  TenancyAct,
  TenancyExit,
  TenancyOccupancy,
  TenancyTerms,
  ArrearsRule,
  ArrearsCase,
  ArrearsGround,
  ArrearsStepRecord,
  ArrearsReport,
  ArrearsProceeding,
  RepaymentPlan,
  RepaymentPlanCheck,
  EnforcementHold,
  SharedFlat,
  FlatSupport,
  FlatHandover,
  Occupancy,
  Absence,
  HouseIncident,
  IncidentFollowUp,
  Activity,
  Attendance,
  FlatFactsRecord,
  LivingFacts,
  Deadline,
  Alert,
  AlertStep,
];
