import { Published, View } from '../platform/api/published.js';
import type { CivilDate, Instant } from '../platform/clock.js';
import { ArrearsLevel, ArrearsStatus, ProceedingKind } from './arrears.enums.js';

const day = (about: string) => ({ about, nullable: true, column: false });

@View('ArrearsLevelEntry', 'That a tenancy has arrears, of which level, since when; all that a coordinator may know')
export class ArrearsLevelEntry {
  @Published.id({ about: 'The case', column: false })
  id!: string;

  @Published.integer({ about: 'Version of the case', min: 1, column: false })
  version!: number;

  @Published.id({ about: 'The tenancy', column: false })
  tenancyId!: string;

  @Published.code(ArrearsLevel, { about: 'The level', column: false })
  level!: ArrearsLevel;

  @Published.date({ about: 'Since when', column: false })
  levelSince!: CivilDate;

  @Published.instant({ about: 'When the case last changed', column: false })
  updatedAt!: Instant;
}

@View('ArrearsCaseEntry', 'An arrears case in the change feed; or `removed` with a reason')
export class ArrearsCaseEntry {
  @Published.id({ about: 'The case', column: false })
  id!: string;

  @Published.integer({ about: 'Version of this entry: rises when anything in it changes', min: 1, column: false })
  version!: number;

  @Published.id(day('The tenancy'))
  tenancyId!: string | null;

  @Published.code(ArrearsStatus, day('Where it stands'))
  status!: ArrearsStatus | null;

  @Published.date(day('Since when'))
  statusSince!: CivilDate | null;

  @Published.code(ArrearsLevel, day('Its level'))
  level!: ArrearsLevel | null;

  @Published.date(day('Since when'))
  levelSince!: CivilDate | null;

  @Published.text({ ...day('Code of the rule'), max: 60, example: 'apl_rental_amount' })
  ruleCode!: string | null;

  @Published.integer({ ...day('Its version'), min: 1 })
  ruleVersion!: number | null;

  @Published.integer({ ...day('Debt when it was last looked at, in cents'), example: 48_000 })
  debtCents!: number | null;

  @Published.date(day('Day of the opening'))
  openedOn!: CivilDate | null;

  @Published.date(day('By when to report'))
  reportDueOn!: CivilDate | null;

  @Published.date(day('When it was reported'))
  reportedOn!: CivilDate | null;

  @Published.date(day('By when a plan is expected'))
  planDueOn!: CivilDate | null;

  @Published.code(ProceedingKind, day('The last act of enforcement'))
  proceeding!: ProceedingKind | null;

  @Published.date(day('When it was cleared or closed'))
  closedOn!: CivilDate | null;

  @Published.integer({ ...day('Version of the case itself'), min: 1 })
  caseVersion!: number | null;
}
