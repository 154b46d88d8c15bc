import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';

@Noun('Rider', 'riders', 'A rider of a convention (avenant): the dwellings that it brings, and for whom')
export class Rider extends Record {
  @Published.id({ about: 'The convention' })
  conventionId!: string;

  @Published.integer({ about: 'Its number; 0 is the convention’s own list of dwellings', min: 0, max: 999, example: 1 })
  number!: number;

  @Published.date({ about: 'When it was signed', example: '2016-05-12' })
  signedOn!: string;

  @Published.integer({ about: 'How many dwellings it brings', min: 0, max: 100_000, example: 2 })
  dwellingsBrought!: number;

  @Published.id({ about: 'The association for which it reserves them, when it is not the holder', nullable: true })
  reservedForId!: string | null;
}
