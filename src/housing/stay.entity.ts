import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { StayStatus } from './housing.enums.js';

/** Seen by landlord, operator and the organisation that wrote it. Written only through `stays.ts`. */
@Noun('Stay', 'stays', 'A period in which a dwelling or a room is taken; it does not say by whom')
export class Stay extends Record {
  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The room; null when it is the whole dwelling', nullable: true })
  roomId!: string | null;

  @Published.code(StayStatus, { about: 'Reserved, or under way', column: 'state' })
  status!: StayStatus;

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while no end is known', nullable: true })
  endsOn!: string | null;

  @Published.integer({ about: 'Persons', min: 0, max: 50, example: 2 })
  persons!: number;
}
