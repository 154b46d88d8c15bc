import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '../platform/clock.js';
import type { DecidingBody, ProgrammeKind } from '../consortia/consortia.enums.js';
import { Dice, Rows } from './bulk.js';
import { addHousehold, type DemoHousehold, type HouseholdShape } from './demo-households.js';
import type { Repair } from './demo-files.js';
import type { Account } from './demo-stories.js';
import type { DemoFrame } from './demo-way.js';

/** What the parts of the demonstration share while it is being put together. */
export class World {
  readonly rows = new Rows();
  readonly dice = new Dice(20_140_617);
  readonly accounts: Account[] = [];
  /** Rows that name entries of accounts, written after these. */
  readonly late = new Rows();
  readonly repairs: Repair[] = [];

  constructor(
    private readonly organisations: ReadonlyMap<string, string>,
    /** The day on which it is loaded: living data is relative to it, past facts are not. */
    readonly today: CivilDate,
  ) {}

  id(key: string): string {
    const id = this.organisations.get(key);
    if (!id) throw new Error(`No partner ${key}`);
    return id;
  }

  programme(given: {
    key: string;
    name: string;
    label: string;
    kind: ProgrammeKind;
    decidingBody: DecidingBody;
    operator?: string;
    funders?: string[];
    omitted?: string[];
    maxStayMonths?: number;
    startsOn: CivilDate;
  }): DemoFrame {
    const id = uuidv7();
    const omitted = given.omitted ?? [];
    this.rows.add('programmes', {
      id,
      key: given.key,
      name: given.name,
      public_label: given.label,
      kind: given.kind,
      operator_id: given.operator ? this.id(given.operator) : null,
      funder_ids: (given.funders ?? []).map((key) => this.id(key)),
      deciding_body: given.decidingBody,
      omitted_steps: omitted,
      max_stay_months: given.maxStayMonths ?? null,
      intensity_scale: ['léger', 'moyen', 'renforcé'],
      starts_on: given.startsOn,
    });
    return { programmeId: id, conventionId: null, label: given.label, decidingBody: given.decidingBody, omitted };
  }

  convention(given: {
    landlord: string;
    holder: string;
    frame: DemoFrame;
    subject: string;
    signedOn: CivilDate;
    validUntil?: CivilDate;
  }): string {
    const id = uuidv7();
    this.rows.add('conventions', {
      id,
      landlord_id: this.id(given.landlord),
      holder_id: this.id(given.holder),
      programme_id: given.frame.programmeId,
      subject: given.subject,
      signed_on: given.signedOn,
      starts_on: given.signedOn,
      valid_until: given.validUntil ?? null,
      proposed_by_id: this.id(given.holder),
      confirmed_by_id: this.id(given.landlord),
      confirmed_on: given.signedOn,
    });
    return id;
  }

  rider(conventionId: string, number: number, signedOn: CivilDate, dwellings: number, reservedFor: string): string {
    const id = uuidv7();
    this.rows.add('riders', {
      id,
      convention_id: conventionId,
      number,
      signed_on: signedOn,
      dwellings_brought: dwellings,
      reserved_for_id: this.id(reservedFor),
    });
    return id;
  }

  household(shape: HouseholdShape, author: string, on: CivilDate): DemoHousehold {
    return addHousehold(this.rows, this.dice, shape, this.id(author), on);
  }
}

/** Shapes of the publics of the five programmes. */
export const SHAPES = {
  ageingMigrant: {
    type: 'single_man',
    children: 0,
    ages: [64, 82],
    origin: 'social_residence',
    income: { kind: 'pension', cents: 82_000 },
  },
  roofless: {
    type: 'single_man',
    children: 0,
    ages: [26, 58],
    origin: 'roofless',
    income: { kind: 'minimum_income', cents: 60_000 },
  },
  leavingPrison: {
    type: 'single_man',
    children: 0,
    ages: [24, 50],
    origin: 'prison_exit',
    income: { kind: 'minimum_income', cents: 60_000 },
  },
  womanLeavingResidence: {
    type: 'single_mother',
    children: 1,
    ages: [22, 44],
    origin: 'social_residence',
    income: { kind: 'wages', cents: 121_000 },
  },
  hotelFamily: {
    type: 'single_mother',
    children: 2,
    ages: [24, 45],
    origin: 'hotel',
    income: { kind: 'wages', cents: 128_000 },
  },
  hotelCouple: {
    type: 'couple_with_children',
    children: 2,
    ages: [26, 48],
    origin: 'hotel',
    income: { kind: 'wages', cents: 152_000 },
  },
  youngPerson: {
    type: 'single_man',
    children: 0,
    ages: [18, 21],
    origin: 'child_protection_exit',
    income: { kind: 'wages', cents: 98_000 },
  },
  residentAlone: {
    type: 'single_woman',
    children: 0,
    ages: [23, 60],
    origin: 'with_private_person',
    income: { kind: 'wages', cents: 118_000 },
  },
  residentMan: {
    type: 'single_man',
    children: 0,
    ages: [23, 60],
    origin: 'shelter',
    income: { kind: 'wages', cents: 116_000 },
  },
  residentFamily: {
    type: 'single_mother',
    children: 1,
    ages: [23, 48],
    origin: 'with_private_person',
    income: { kind: 'wages', cents: 124_000 },
  },
  sittingFamily: {
    type: 'couple_with_children',
    children: 3,
    ages: [28, 55],
    origin: 'social_tenant',
    income: { kind: 'minimum_income', cents: 74_000 },
  },
} as const satisfies Record<string, HouseholdShape>;
