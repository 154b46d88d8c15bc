import { Published, View } from '../platform/api/published.js';
import { AlertKind } from './alerts.enums.js';
import { DigestFrequency, DigestLanguage } from './notifications.enums.js';

@View('NotificationPreferences', 'What a person wants to be told of by e-mail: counts and kinds, never people')
export class NotificationPreferences {
  @Published.id({ about: 'The person', column: false })
  id!: string;

  @Published.integer({ about: 'Rises with each change; 0 while nothing was said', min: 0, example: 1, column: false })
  version!: number;

  @Published.code(DigestFrequency, { about: 'How often; `none` while nothing was said', column: false })
  digest!: DigestFrequency;

  @Published.codes(AlertKind, { about: 'Of which alerts; empty: of all', maxItems: 100, column: false })
  kinds!: AlertKind[];

  @Published.code(DigestLanguage, { about: 'In which language', column: false })
  language!: DigestLanguage;
}
