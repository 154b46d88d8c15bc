import { Noun, Published } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';

@Noun('Room', 'rooms', 'A room of a shared flat or of a residence, let by itself')
export class Room extends Record {
  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.integer({ about: 'Its number in the dwelling; never changes', min: 1, max: 999, example: 1 })
  number!: number;

  @Published.text({ about: 'Name', max: 60, nullable: true, example: 'Chambre bleue' })
  label!: string | null;

  @Published.integer({ about: 'Surface, m²', min: 1, max: 200, nullable: true, example: 14 })
  surfaceM2!: number | null;

  @Published.integer({ about: 'Places', min: 1, max: 20, example: 1 })
  places!: number;

  @Published.date({ about: 'First day in service; null: from the start of the dwelling', nullable: true })
  startsOn!: CivilDate | null;

  @Published.date({ about: 'First day outside; null: none is known', nullable: true })
  endsOn!: CivilDate | null;

  describe(known: Partial<Pick<Room, 'label' | 'surfaceM2' | 'places' | 'startsOn' | 'endsOn'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    if (this.startsOn !== null && this.endsOn !== null && this.endsOn <= this.startsOn)
      throw invalid('/endsOn', 'period_reversed');
  }
}
