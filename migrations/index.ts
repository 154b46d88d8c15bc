import { Platform1700000000001 } from './0001-platform.js';
import { Audit1700000000002 } from './0002-audit.js';
import { Jobs1700000000003 } from './0003-jobs.js';
import { Consortia1700000000004 } from './0004-consortia.js';
import { Identity1700000000005 } from './0005-identity.js';
import { Conventions1700000000006 } from './0006-conventions.js';
import { Housing1700000000007 } from './0007-housing.js';
import { People1700000000008 } from './0008-people.js';
import { PeopleFiles1700000000009 } from './0009-people-files.js';
import { Placements1700000000010 } from './0010-placements.js';
import { Indicators1700000000011 } from './0011-indicators.js';
import { Roles1700000000012 } from './0012-roles.js';
import { Guards1700000000013 } from './0013-guards.js';
import { Handovers1700000000014 } from './0014-handovers.js';
import { LighterPolicies1700000000015 } from './0015-lighter-policies.js';
import { OwnIdentifiers1700000000016 } from './0016-own-identifiers.js';
import { ConfirmedConventions1700000000017 } from './0017-confirmed-conventions.js';
import { Search1700000000018 } from './0018-search.js';
import { Agenda1700000000020 } from './0020-agenda.js';
import { Tenancies1700000000021 } from './0021-tenancies.js';
import { Accounts1700000000022 } from './0022-accounts.js';
import { TenancyFiles1700000000023 } from './0023-tenancy-files.js';
import { ArrearsRules1700000000030 } from './0030-arrears-rules.js';
import { ArrearsEvaluation1700000000031 } from './0031-arrears-evaluation.js';
import { ArrearsCases1700000000032 } from './0032-arrears-cases.js';
import { ArrearsTurn1700000000033 } from './0033-arrears-turn.js';
import { ArrearsNextSteps1700000000034 } from './0034-arrears-next-steps.js';
import { Causes1700000000040 } from './0040-causes.js';
import { Alerts1700000000041 } from './0041-alerts.js';
import { Notifications1700000000042 } from './0042-notifications.js';
import { ArrearsCauses1700000000045 } from './0045-arrears-causes.js';
import { DeadlineCauses1700000000046 } from './0046-deadline-causes.js';
import { IdempotentTake1700000000047 } from './0047-idempotent-take.js';
import { SharedFlats1700000000050 } from './0050-shared-flats.js';
import { SharedLife1700000000051 } from './0051-shared-life.js';
import { SharedFlatFigures1700000000052 } from './0052-shared-flat-figures.js';
import { ManyViewers1700000000053 } from './0053-many-viewers.js';
import { FasterNight1700000000054 } from './0054-faster-night.js';
import { ConventionCovers1700000000055 } from './0055-convention-covers.js';
import { ResidentPersons1700000000060 } from './0060-resident-persons.js';
import { RoomsByPeriod1700000000061 } from './0061-rooms-by-period.js';
import { FlatSights1700000000062 } from './0062-flat-sights.js';
import { FlatHandovers1700000000063 } from './0063-flat-handovers.js';
import { FlatDetails1700000000064 } from './0064-flat-details.js';
import { ResidentSupport1700000000065 } from './0065-resident-support.js';
import { FlatOwners1700000000066 } from './0066-flat-owners.js';
import { DaysPassed1700000000067 } from './0067-days-passed.js';
import { ActivityCaseloads1700000000068 } from './0068-activity-caseloads.js';
import { SupportGoesOn1700000000069 } from './0069-support-goes-on.js';
import { SettledAccounts1700000000070 } from './0070-settled-accounts.js';
import { RulesOfLaw1700000000071 } from './0071-rules-of-law.js';
import { DuesApart1700000000072 } from './0072-dues-apart.js';
import { NewDebts1700000000073 } from './0073-new-debts.js';
import { EventsSeen1700000000074 } from './0074-events-seen.js';
import { WhoDecides1700000000075 } from './0075-who-decides.js';
import { OwnersLearnLess1700000000076 } from './0076-owners-learn-less.js';
import { RoomsInOrder1700000000077 } from './0077-rooms-in-order.js';
import { NightSideBySide1700000000078 } from './0078-night-side-by-side.js';
import { OneHuman1700000000080 } from './0080-one-human.js';
import { SupportAtOnce1700000000081 } from './0081-support-at-once.js';
import { AttendanceByRoom1700000000082 } from './0082-attendance-by-room.js';
import { FirstDays1700000000083 } from './0083-first-days.js';
import { NoSolidarity1700000000084 } from './0084-no-solidarity.js';
import { MasksGoAlong1700000000085 } from './0085-masks-go-along.js';
import { FlatProgrammes1700000000090 } from './0090-flat-programmes.js';
import { FiguresGuarded1700000000091 } from './0091-figures-guarded.js';
import { OpenersKnow1700000000092 } from './0092-openers-know.js';
import { PlacementsAsk1700000000093 } from './0093-placements-ask.js';
import { HousingAsks1700000000094 } from './0094-housing-asks.js';
import { OperatorsChange1700000000095 } from './0095-operators-change.js';
import { ClosingByHand1700000000097 } from './0097-closing-by-hand.js';
import { SightsEndByDay1700000000098 } from './0098-sights-end-by-day.js';
import { CaseloadDigests1700000000099 } from './0099-caseload-digests.js';
import { TakeThenLook1700000000100 } from './0100-take-then-look.js';
import { LighterPosting1700000000101 } from './0101-lighter-posting.js';
import { Movers1700000000102 } from './0102-movers.js';
import { MembersStay1700000000103 } from './0103-members-stay.js';
import { FlatsToClose1700000000104 } from './0104-flats-to-close.js';
import { IncidentsFollowed1700000000105 } from './0105-incidents-followed.js';
import { EndsAskToo1700000000110 } from './0110-ends-ask-too.js';
import { FiguresByRole1700000000111 } from './0111-figures-by-role.js';
import { SiretEachTime1700000000112 } from './0112-siret-each-time.js';
import { AidKept1700000000120 } from './0120-aid-kept.js';
import { AsNamed1700000000122 } from './0122-as-named.js';
import { MoversAlone1700000000125 } from './0125-movers-alone.js';
import { NoMoreByOwnAct1700000000126 } from './0126-no-more-by-own-act.js';
import { EachFileApart1700000000127 } from './0127-each-file-apart.js';
import { StaysOfTheKnown1700000000129 } from './0129-stays-of-the-known.js';
import { TermsByMonth1700000000130 } from './0130-terms-by-month.js';
import { FileOfAgreement1700000000131 } from './0131-file-of-agreement.js';
import { NoticeWithdrawn1700000000132 } from './0132-notice-withdrawn.js';
import { WhoLeft1700000000133 } from './0133-who-left.js';
import { CompositionOfToday1700000000134 } from './0134-composition-of-today.js';
import { AuditAsItIs1700000000135 } from './0135-audit-as-it-is.js';
import { WhoLeftEachFile1700000000140 } from './0140-who-left-each-file.js';
import { ReferrersFollow1700000000141 } from './0141-referrers-follow.js';
import { DuplicatesAnswered1700000000142 } from './0142-duplicates-answered.js';
import { TwinsOfThree1700000000143 } from './0143-twins-of-three.js';
import { FeedsPlannedOnce1700000000144 } from './0144-feeds-planned-once.js';
import { FilesStayApart1700000000145 } from './0145-files-stay-apart.js';
import { TotalsOfTheDay1700000000146 } from './0146-totals-of-the-day.js';
import { StatisticsFollow1700000000147 } from './0147-statistics-follow.js';
import { OwnFileFirst1700000000148 } from './0148-own-file-first.js';
import { ToldInOwnFile1700000000149 } from './0149-told-in-own-file.js';
import { FiguresOfOnesOwn1700000000150 } from './0150-figures-of-ones-own.js';
import { QueuesFollow1700000000151 } from './0151-queues-follow.js';
import { PlacementsEndWithTheirHome1700000000152 } from './0152-placements-end-with-their-home.js';
import { HouseholdsWhoLeft1700000000153 } from './0153-households-who-left.js';
import { LastDays1700000000154 } from './0154-last-days.js';
import { OnceForOthers1700000000155 } from './0155-once-for-others.js';
import { SightsByDate1700000000156 } from './0156-sights-by-date.js';
import { AlertsFollowRoles1700000000160 } from './0160-alerts-follow-roles.js';
import { AuthorIsWhoChanges1700000000161 } from './0161-author-is-who-changes.js';
import { OwnWordOfAPerson1700000000162 } from './0162-own-word-of-a-person.js';
import { ReservationsEndWithTheirConvention1700000000165 } from './0165-reservations-end-with-their-convention.js';
import { ConventionsOpenWhileInForce1700000000166 } from './0166-conventions-open-while-in-force.js';
import { SessionsOfTheProven1700000000167 } from './0167-sessions-of-the-proven.js';
import { InvitationsOverWithPassword1700000000168 } from './0168-invitations-over-with-password.js';
import { PartnersLetInAgain1700000000169 } from './0169-partners-let-in-again.js';
import { DigestsOfARun1700000000170 } from './0170-digests-of-a-run.js';
import { DaysOfParis1700000000173 } from './0173-days-of-paris.js';
import { ProtectionsOverAreFree1700000000174 } from './0174-protections-over-are-free.js';

/** All migrations, in order. Each has landed or will: none is edited once it has. */
export const MIGRATIONS = [
  Platform1700000000001,
  Audit1700000000002,
  Jobs1700000000003,
  Consortia1700000000004,
  Identity1700000000005,
  Conventions1700000000006,
  Housing1700000000007,
  People1700000000008,
  PeopleFiles1700000000009,
  Placements1700000000010,
  Indicators1700000000011,
  Roles1700000000012,
  Guards1700000000013,
  Handovers1700000000014,
  LighterPolicies1700000000015,
  OwnIdentifiers1700000000016,
  ConfirmedConventions1700000000017,
  Search1700000000018,
  Agenda1700000000020,
  Tenancies1700000000021,
  Accounts1700000000022,
  TenancyFiles1700000000023,
  ArrearsRules1700000000030,
  ArrearsEvaluation1700000000031,
  ArrearsCases1700000000032,
  ArrearsTurn1700000000033,
  ArrearsNextSteps1700000000034,
  Causes1700000000040,
  Alerts1700000000041,
  Notifications1700000000042,
  ArrearsCauses1700000000045,
  DeadlineCauses1700000000046,
  IdempotentTake1700000000047,
  SharedFlats1700000000050,
  SharedLife1700000000051,
  SharedFlatFigures1700000000052,
  ManyViewers1700000000053,
  FasterNight1700000000054,
  ConventionCovers1700000000055,
  ResidentPersons1700000000060,
  RoomsByPeriod1700000000061,
  FlatSights1700000000062,
  FlatHandovers1700000000063,
  FlatDetails1700000000064,
  ResidentSupport1700000000065,
  FlatOwners1700000000066,
  DaysPassed1700000000067,
  ActivityCaseloads1700000000068,
  SupportGoesOn1700000000069,
  SettledAccounts1700000000070,
  RulesOfLaw1700000000071,
  DuesApart1700000000072,
  NewDebts1700000000073,
  EventsSeen1700000000074,
  WhoDecides1700000000075,
  OwnersLearnLess1700000000076,
  RoomsInOrder1700000000077,
  NightSideBySide1700000000078,
  OneHuman1700000000080,
  SupportAtOnce1700000000081,
  AttendanceByRoom1700000000082,
  FirstDays1700000000083,
  NoSolidarity1700000000084,
  MasksGoAlong1700000000085,
  FlatProgrammes1700000000090,
  FiguresGuarded1700000000091,
  OpenersKnow1700000000092,
  PlacementsAsk1700000000093,
  HousingAsks1700000000094,
  OperatorsChange1700000000095,
  ClosingByHand1700000000097,
  SightsEndByDay1700000000098,
  CaseloadDigests1700000000099,
  TakeThenLook1700000000100,
  LighterPosting1700000000101,
  Movers1700000000102,
  MembersStay1700000000103,
  FlatsToClose1700000000104,
  IncidentsFollowed1700000000105,
  EndsAskToo1700000000110,
  FiguresByRole1700000000111,
  SiretEachTime1700000000112,
  AidKept1700000000120,
  AsNamed1700000000122,
  MoversAlone1700000000125,
  NoMoreByOwnAct1700000000126,
  EachFileApart1700000000127,
  StaysOfTheKnown1700000000129,
  TermsByMonth1700000000130,
  FileOfAgreement1700000000131,
  NoticeWithdrawn1700000000132,
  WhoLeft1700000000133,
  CompositionOfToday1700000000134,
  AuditAsItIs1700000000135,
  WhoLeftEachFile1700000000140,
  ReferrersFollow1700000000141,
  DuplicatesAnswered1700000000142,
  TwinsOfThree1700000000143,
  FeedsPlannedOnce1700000000144,
  FilesStayApart1700000000145,
  TotalsOfTheDay1700000000146,
  StatisticsFollow1700000000147,
  OwnFileFirst1700000000148,
  ToldInOwnFile1700000000149,
  FiguresOfOnesOwn1700000000150,
  QueuesFollow1700000000151,
  PlacementsEndWithTheirHome1700000000152,
  HouseholdsWhoLeft1700000000153,
  LastDays1700000000154,
  OnceForOthers1700000000155,
  SightsByDate1700000000156,
  AlertsFollowRoles1700000000160,
  AuthorIsWhoChanges1700000000161,
  OwnWordOfAPerson1700000000162,
  ReservationsEndWithTheirConvention1700000000165,
  ConventionsOpenWhileInForce1700000000166,
  SessionsOfTheProven1700000000167,
  InvitationsOverWithPassword1700000000168,
  PartnersLetInAgain1700000000169,
  DigestsOfARun1700000000170,
  DaysOfParis1700000000173,
  ProtectionsOverAreFree1700000000174,
];
