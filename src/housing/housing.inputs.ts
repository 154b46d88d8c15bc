import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { COMMUNE } from './communes.js';
import { SiteKind, StayStatus } from './housing.enums.js';

@Command('SiteInput', 'A residence or building to add')
export class SiteInput {
  @Input.text({ about: 'Name', max: 200, example: 'Résidence des Lilas' })
  name!: string;

  @Input.code(SiteKind, { about: 'Kind of site', example: 'social_residence' })
  kind!: SiteKind;

  @Input.id({ about: 'Who owns it; the caller when left out. It stays so', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Who manages it, when it is not the landlord', optional: true, nullable: true })
  operatorId?: string | null;

  @Input.text({ about: 'INSEE code of the commune or the district', ...COMMUNE })
  communeCode!: string;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('SitePatch', 'What changes of a site; null clears')
export class SitePatch {
  @Input.text({ about: 'Name', max: 200, optional: true, example: 'Résidence des Lilas' })
  name?: string;

  @Input.code(SiteKind, { about: 'Kind of site', optional: true })
  kind?: SiteKind;

  @Input.id({ about: 'Who manages it', optional: true, nullable: true })
  operatorId?: string | null;

  @Input.text({ about: 'INSEE code of the commune or the district', ...COMMUNE, optional: true })
  communeCode?: string;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('SiteFilter', 'Which sites')
export class SiteFilter extends PageFilter {
  @Input.code(SiteKind, { about: 'Of this kind', optional: true })
  kind?: SiteKind;

  @Input.id({ about: 'Of this landlord', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Managed by this operator', optional: true })
  operatorId?: string;

  @Input.text({ about: 'In this commune', ...COMMUNE, optional: true })
  communeCode?: string;
}

@Command('RoomInput', 'A room to add')
export class RoomInput {
  @Input.integer({ about: 'Its number in the dwelling; never changes', min: 1, max: 999, example: 1 })
  number!: number;

  @Input.text({ about: 'Name', max: 60, optional: true, nullable: true, example: 'Chambre bleue' })
  label?: string | null;

  @Input.integer({ about: 'Surface, m²', min: 1, max: 200, optional: true, nullable: true, example: 14 })
  surfaceM2?: number | null;

  @Input.integer({ about: 'Places', min: 1, max: 20, optional: true, example: 1 })
  places?: number;

  @Input.date({
    about:
      'First day in service; null: from the start of the dwelling. When left out that too, or today where somebody was in the dwelling before',
    optional: true,
    nullable: true,
  })
  startsOn?: CivilDate | null;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: CivilDate | null;
}

@Command('RoomPatch', 'What changes of a room; null clears')
export class RoomPatch {
  @Input.text({ about: 'Name', max: 60, optional: true, nullable: true, example: 'Chambre bleue' })
  label?: string | null;

  @Input.integer({ about: 'Surface, m²', min: 1, max: 200, optional: true, nullable: true, example: 14 })
  surfaceM2?: number | null;

  @Input.integer({ about: 'Places', min: 1, max: 20, optional: true, example: 1 })
  places?: number;

  @Input.date({ about: 'First day in service; null: from the start of the dwelling', optional: true, nullable: true })
  startsOn?: CivilDate | null;

  @Input.date({ about: 'First day outside: the room is taken out of service', optional: true, nullable: true })
  endsOn?: CivilDate | null;
}

@Command('CapacityInput', 'How many places a dwelling has from a day on; the capacity before it ends then')
export class CapacityInput {
  @Input.integer({ about: 'Places; 0 when it is out of service', min: 0, max: 1000, example: 3 })
  places!: number;

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

/** Lists beneath a dwelling that have no filter of their own. */
@Command('DwellingPartFilter', 'Which parts of a dwelling')
export class DwellingPartFilter extends PageFilter {}

@Command('StayFilter', 'Which stays')
export class StayFilter extends PageFilter {
  @Input.id({ about: 'In this room', optional: true })
  roomId?: string;

  @Input.code(StayStatus, { about: 'In this status', optional: true })
  status?: StayStatus;
}
