import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { ExitRoute } from '../placements/placement-grounds.enums.js';
import { AidKind, AidPayee } from '../tenancies/accounts.enums.js';
import { EndingReason } from '../tenancies/tenancies.enums.js';
import { AbsenceReason, OccupancyEnd, OccupancyStatus } from './shared-flats.enums.js';

const cents = (about: string, example: number) => ({ about: `${about}, in cents`, max: 1_000_000, example });

@Command('ShareInput', 'What a resident pays each month for the room, alone')
export class ShareInput {
  @Input.integer(cents('Share of the rent', 30_700))
  rentCents!: number;

  @Input.integer({ ...cents('Share of the charges', 6_200), optional: true })
  chargesCents?: number;

  @Input.code(AidKind, { about: 'Housing benefit', optional: true, nullable: true })
  aidKind?: AidKind | null;

  @Input.integer({ ...cents('Housing benefit', 21_500), optional: true })
  aidCents?: number;

  @Input.code(AidPayee, { about: 'To whom it is paid', optional: true, nullable: true })
  aidPayee?: AidPayee | null;
}

@Command('OccupancyInput', 'A resident who is to live in a room; the room is taken from now on')
export class OccupancyInput {
  @Input.id({ about: 'The accepted placement: gives household, room and day', optional: true })
  placementId?: string;

  @Input.id({ about: 'The household, without a placement', optional: true })
  householdId?: string;

  @Input.id({
    about:
      'The resident, a person of that household; when left out its only member, the only one without a room, or the reference person',
    optional: true,
  })
  personId?: string;

  @Input.id({ about: 'The room; the placement’s when left out', optional: true })
  roomId?: string;

  @Input.date({ about: 'First day, as planned; the placement’s when left out', optional: true })
  startsOn?: CivilDate;

  @Input.date({ about: 'First day outside, as planned', optional: true })
  endsOn?: CivilDate;

  @Input.date({ about: 'Day on which the resident, a volunteer, agreed to share the flat, knowing who will see it' })
  agreedOn!: CivilDate;
}

@Command('OccupancyPatch', 'What changes of an occupancy')
export class OccupancyPatch {
  @Input.date({ about: 'First day outside, as planned; null: none is known', nullable: true })
  plannedEndsOn!: CivilDate | null;
}

@Command('DepartureInput', 'A resident leaves the flat')
export class DepartureInput {
  @Input.date({ about: 'First day outside; today when left out', optional: true })
  leftOn?: CivilDate;

  @Input.code(EndingReason, { about: 'Why the agreement ends' })
  reason!: EndingReason;

  @Input.code(ExitRoute, { about: 'Where the household goes; for who supports it' })
  exitRoute!: ExitRoute;
}

@Command('ArrivalInput', 'A resident arrives, and signs the flat-share agreement')
export class ArrivalInput {
  @Input.date({ about: 'The day; today when left out', optional: true })
  arrivedOn?: CivilDate;

  @Input.one(() => ShareInput, { about: 'Share and benefit from that day on' })
  share!: ShareInput;

  @Input.integer({ about: 'Day of the month on which the share is due', min: 1, max: 28, optional: true, example: 5 })
  dueDay?: number;

  @Input.date({
    about:
      'First day for which the share is computed; the arrival when left out. What was owed before is an opening balance',
    optional: true,
  })
  duesStartOn?: CivilDate;

  @Input.one(() => DepartureInput, {
    about: 'Of a stay that is over: the departure with the arrival. Needed where others have lived in the room since',
    optional: true,
  })
  departure?: DepartureInput;
}

@Command('RoomMoveInput', 'A resident moves to another room of the flat')
export class RoomMoveInput {
  @Input.id({ about: 'The new room' })
  roomId!: string;

  @Input.date({ about: 'First day there; today when left out', optional: true })
  movedOn?: CivilDate;

  @Input.one(() => ShareInput, { about: 'Share and benefit from then on; as before when left out', optional: true })
  share?: ShareInput;
}

@Command('AbsenceInput', 'A resident is away for a while')
export class AbsenceInput {
  @Input.code(AbsenceReason, { about: 'Why' })
  reason!: AbsenceReason;

  @Input.flag({ about: 'Outside France: only such days count against the presence that ASPA asks for' })
  outsideFrance!: boolean;

  @Input.date({ about: 'First day away' })
  startsOn!: CivilDate;

  @Input.date({ about: 'Day of the return, the first day back', optional: true })
  endsOn?: CivilDate;
}

@Command('AbsencePatch', 'What changes of an absence')
export class AbsencePatch {
  @Input.date({ about: 'Day of the return, the first day back; null: not known', optional: true, nullable: true })
  endsOn?: CivilDate | null;

  @Input.code(AbsenceReason, { about: 'Why', optional: true })
  reason?: AbsenceReason;

  @Input.flag({ about: 'Outside France', optional: true })
  outsideFrance?: boolean;
}

@Command('PresenceQuery', 'Of which year')
export class PresenceQuery {
  @Input.integer({
    about: 'The calendar year; this year when left out',
    min: 2000,
    max: 2200,
    optional: true,
    example: 2026,
  })
  year?: number;
}

@Command('FlatOccupancyFilter', 'Which occupancies of a shared flat')
export class FlatOccupancyFilter extends PageFilter {
  @Input.code(OccupancyStatus, { about: 'In this status', optional: true })
  status?: OccupancyStatus;

  @Input.code(OccupancyEnd, { about: 'That ended so', optional: true })
  endedBy?: OccupancyEnd;

  @Input.id({ about: 'Of this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'Of this room', optional: true })
  roomId?: string;

  @Input.id({ about: 'Of this household', optional: true })
  householdId?: string;

  @Input.id({ about: 'Of this person', optional: true })
  personId?: string;

  @Input.id({ about: 'Of this placement', optional: true })
  placementId?: string;

  @Input.id({ about: 'Under this agreement', optional: true })
  tenancyId?: string;

  @Input.id({ about: 'That follows this one', optional: true })
  previousId?: string;

  @Input.id({ about: 'Let by this organisation', optional: true })
  operatorId?: string;

  @Input.id({ about: 'Owned by this organisation', optional: true })
  landlordId?: string;
}

@Command('AbsenceFilter', 'Which absences')
export class AbsenceFilter extends PageFilter {
  @Input.code(AbsenceReason, { about: 'For this reason', optional: true })
  reason?: AbsenceReason;
}
