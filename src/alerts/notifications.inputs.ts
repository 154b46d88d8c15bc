import { Command, Input } from '../platform/api/inputs.js';
import { AlertKind } from './alerts.enums.js';
import { DigestFrequency, DigestLanguage } from './notifications.enums.js';

@Command('NotificationPatch', 'What changes of what you want to be told')
export class NotificationPatch {
  @Input.code(DigestFrequency, { about: 'How often', optional: true, example: 'daily' })
  digest?: DigestFrequency;

  @Input.codes(AlertKind, { about: 'Of which alerts; empty: of all', maxItems: 100, optional: true })
  kinds?: AlertKind[];

  @Input.code(DigestLanguage, { about: 'In which language', optional: true })
  language?: DigestLanguage;
}
