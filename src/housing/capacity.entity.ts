import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';

@Noun('DwellingCapacity', 'dwelling_capacities', 'How many places a dwelling has, in a period')
export class DwellingCapacity extends Record {
  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.integer({ about: 'Places; 0 when it is out of service', min: 0, max: 1000, example: 3 })
  places!: number;

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;
}
