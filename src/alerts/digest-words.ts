import type { Words } from '../platform/errors/failure.js';
import { KIND_WORDS, type AlertKind } from './alerts.enums.js';
import type { DigestFrequency, DigestLanguage } from './notifications.enums.js';

export interface KindCount {
  readonly kind: AlertKind;
  readonly count: number;
  readonly urgent: number;
}

const RHYTHM: Record<Exclude<DigestFrequency, 'none'>, Words> = {
  daily: { fr: 'chaque jour', en: 'every day' },
  weekly: { fr: 'chaque semaine', en: 'every week' },
};

interface Digest {
  readonly counts: readonly KindCount[];
  readonly digest: Exclude<DigestFrequency, 'none'>;
  readonly language: DigestLanguage;
  readonly link: string;
}

/** The e-mail: how many alerts of which kinds, and where to read them. What leaves by e-mail names nobody and nothing. */
export function digestMail({ counts, digest, language, link }: Digest): { subject: string; text: string } {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const urgent = counts.reduce((sum, one) => sum + one.urgent, 0);
  const kinds = counts.map(({ kind, count }) => `- ${KIND_WORDS[kind].title[language]} : ${count}`);
  const rhythm = RHYTHM[digest][language];
  if (language === 'en') {
    return {
      subject: `Passerelle: ${total} ${total > 1 ? 'alerts' : 'alert'} to deal with`,
      text: [
        `${total} ${total > 1 ? 'alerts are' : 'alert is'} open for you, ${urgent} of them urgent:`,
        kinds.join('\n').replaceAll(' : ', ': '),
        `To read and answer them: ${link}`,
        `You get this message ${rhythm}, as you chose in your notification preferences.`,
      ].join('\n\n'),
    };
  }
  const plural = total > 1 ? 's' : '';
  return {
    subject: `Passerelle : ${total} alerte${plural} à traiter`,
    text: [
      `${total} alerte${plural} ouverte${plural} pour vous, dont ${urgent} urgente${urgent > 1 ? 's' : ''} :`,
      kinds.join('\n'),
      `Pour les lire et y répondre : ${link}`,
      `Vous recevez ce message ${rhythm}, selon vos préférences de notification.`,
    ].join('\n\n'),
  };
}
