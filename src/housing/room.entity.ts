import { Noun, Published } from '../platform/api/published.js';
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

  describe(known: Partial<Pick<Room, 'label' | 'surfaceM2' | 'places'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }
}
