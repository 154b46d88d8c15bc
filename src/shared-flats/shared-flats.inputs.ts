import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';

const rules = { about: 'Rules of the house', max: 4000, optional: true, example: 'Cuisine partagée, calme après 22 h' };
const worker = { about: 'The operator’s worker in charge', optional: true };
const place = {
  about: 'Where support is found nearby',
  max: 300,
  optional: true,
  example: 'Permanence de la rue voisine',
};

@Command('SharedFlatInput', 'A shared flat to open in a dwelling that you hold under a head tenancy')
export class SharedFlatInput {
  @Input.id({ about: 'The head tenancy, of which you are the tenant' })
  headTenancyId!: string;

  @Input.id({ about: 'The convention with its lessor' })
  conventionId!: string;

  @Input.date({ about: 'First day; today when left out', optional: true, example: '2014-08-01' })
  openedOn?: CivilDate;

  @Input.id({ about: 'Who supports its residents; yourself when left out, where you support', optional: true })
  supporterId?: string;

  @Input.text(rules)
  houseRules?: string;

  @Input.id(worker)
  workerId?: string;

  @Input.text(place)
  supportPlace?: string;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('SharedFlatPatch', 'What changes of a shared flat')
export class SharedFlatPatch {
  @Input.text({ ...rules, nullable: true })
  houseRules?: string | null;

  @Input.id({ ...worker, nullable: true })
  workerId?: string | null;

  @Input.text({ ...place, nullable: true })
  supportPlace?: string | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('FlatClosureInput', 'A shared flat closes')
export class FlatClosureInput {
  @Input.date({ about: 'First day outside; today when left out', optional: true })
  closedOn?: CivilDate;
}

@Command('FlatHandoverInput', 'To whom a shared flat is handed over: a supporter, a worker in charge, or both')
export class FlatHandoverInput {
  @Input.id({ about: 'Who supports it from now on; as before when left out', optional: true })
  supporterId?: string;

  @Input.id({ about: 'Your worker in charge from now on; as before when left out', optional: true, nullable: true })
  workerId?: string | null;

  @Input.date({ about: 'The day; today when left out', optional: true })
  handedOverOn?: CivilDate;
}

@Command('FlatHandoverFilter', 'Which handovers of a shared flat')
export class FlatHandoverFilter extends PageFilter {
  @Input.id({ about: 'From this supporter', optional: true })
  fromSupporterId?: string;

  @Input.id({ about: 'To this supporter', optional: true })
  toSupporterId?: string;

  @Input.id({ about: 'From this worker', optional: true })
  fromWorkerId?: string;

  @Input.id({ about: 'To this worker', optional: true })
  toWorkerId?: string;

  @Input.id({ about: 'Recorded by this organisation', optional: true })
  authorOrganisationId?: string;
}

@Command('SharedFlatFilter', 'Which shared flats')
export class SharedFlatFilter extends PageFilter {
  @Input.id({ about: 'In this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'Under this head tenancy', optional: true })
  headTenancyId?: string;

  @Input.id({ about: 'Under this convention', optional: true })
  conventionId?: string;

  @Input.id({ about: 'Whose rooms this organisation lets', optional: true })
  operatorId?: string;
  @Input.id({ about: 'Owned by this organisation', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Of which this worker is in charge', optional: true })
  workerId?: string;
}

@Command('FlatPeriod', 'Over which months')
export class FlatPeriod {
  @Input.date({ about: 'A day of the first month; eleven months before the last when left out', optional: true })
  from?: CivilDate;

  @Input.date({ about: 'A day of the last month; this month when left out', optional: true })
  to?: CivilDate;
}

@Command('VacancyOfferInput', 'A vacant room for who waits first')
export class VacancyOfferInput {
  @Input.id({ about: 'The room' })
  roomId!: string;

  @Input.date({ about: 'Planned day of the move' })
  plannedMoveInOn!: CivilDate;

  @Input.date({ about: 'Last day for an answer', optional: true })
  answerBy?: CivilDate;
}
