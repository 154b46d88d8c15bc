import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { SiteKind } from './housing.enums.js';

@Noun('Site', 'sites', 'A residence or a building, with dwellings in it')
export class Site extends Record {
  @Published.text({ about: 'Name', max: 200, example: 'Résidence des Lilas' })
  name!: string;

  @Published.code(SiteKind, { about: 'Kind of site' })
  kind!: SiteKind;

  @Published.id({ about: 'Who owns it' })
  landlordId!: string;

  @Published.id({ about: 'Who manages it, when it is not the landlord', nullable: true })
  operatorId!: string | null;

  @Published.text({ about: 'INSEE code of the commune or the district', max: 5, example: '93061' })
  communeCode!: string;

  @ExternalIds()
  externalIds!: ExternalId[];

  describe(known: Partial<Pick<Site, 'name' | 'kind' | 'operatorId' | 'communeCode'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }
}
