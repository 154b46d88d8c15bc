import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';

export type AddressFacts = Partial<Pick<DwellingAddress, 'lines' | 'postcode' | 'door' | 'banId' | 'rplsId'>>;

/** Where exactly a dwelling is. Its id is the dwelling's. Seen by landlord, operator, reservation holder, coordinator, and parties of a placement in it. */
@Noun('DwellingAddress', 'dwelling_addresses', 'The exact address of a dwelling')
export class DwellingAddress extends Record {
  @Published.texts({
    about: 'Lines of the address',
    max: 100,
    maxItems: 5,
    example: ['12 rue des Lilas', '93260 Les Lilas'],
  })
  lines!: string[];

  @Published.text({ about: 'Postcode; never used to locate', max: 5, nullable: true, example: '93260' })
  postcode!: string | null;

  @Published.text({ about: 'Staircase and door', max: 60, nullable: true, example: 'Esc. B, porte 32' })
  door!: string | null;

  @Published.text({
    about: 'Identifier in the national address base (BAN)',
    max: 60,
    nullable: true,
    example: '93045_4250_00012',
  })
  banId!: string | null;

  @Published.text({
    about: 'Identifier in the RPLS register, 10 digits',
    max: 10,
    nullable: true,
    example: '0123456789',
  })
  rplsId!: string | null;

  describe(known: AddressFacts): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }
}
