import { Temporal } from 'temporal-polyfill';
import { isCivilDate } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { context, type Locale } from '../platform/context.js';
import type { Words } from '../platform/errors/failure.js';
import { ruleLabel } from '../tenancies/arrears-rule-codes.enums.js';
import type { KindWords } from './alert-words.js';
import { KIND_WORDS, type AlertKind } from './alerts.enums.js';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Explanation {
  title: string;
  explanation: string;
  action: string;
}

interface Told {
  readonly kind: string;
  readonly sinceOn: CivilDate;
  readonly facts: readonly Fact[];
  readonly staffFunction?: string | null;
}

const NUMBERS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

/** An alert in words: what is known, and nothing beyond the facts that its reader may see anyway. */
export function explain({ kind, sinceOn, facts, staffFunction }: Told, locale: Locale): Explanation {
  const words: KindWords = KIND_WORDS[kind as AlertKind];
  const action = (staffFunction === 'social_worker' ? words.supporterAction : undefined) ?? words.action;
  const known = new Map([['since', sinceOn], ...facts.map(({ name, value }): [string, string] => [name, value])]);
  const sentences = words.sentences.flatMap((sentence) => filled(sentence, known, locale) ?? []);
  return { title: words.title[locale], explanation: sentences.join(' '), action: action[locale] };
}

/** A row with its explanation in the caller's language. */
export function explained<T extends Told>(row: T): T & Explanation {
  return Object.assign(row, explain(row, context().locale));
}

/** Undefined when a place of the sentence is not known. */
function filled(sentence: Words, known: ReadonlyMap<string, string>, locale: Locale): string | undefined {
  const places = [...sentence[locale].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  if (places.some((name) => !known.has(name))) return undefined;
  return sentence[locale].replace(/\{(\w+)\}/g, (_, name: string) => told(name, known.get(name)!, locale));
}

/** Cents as euros, dates and months in words, rules by their labels, other codes as they are. */
function told(name: string, value: string, locale: Locale): string {
  if (name.endsWith('Cents')) {
    return new Intl.NumberFormat(NUMBERS[locale], { style: 'currency', currency: 'EUR' }).format(Number(value) / 100);
  }
  if (name === 'rule') return ruleLabel(value)[locale];
  if (isCivilDate(value)) return dayIn(value, locale);
  return value;
}

function dayIn(date: CivilDate, locale: Locale): string {
  const day = Temporal.PlainDate.from(date);
  const text = day.toLocaleString(NUMBERS[locale], { day: 'numeric', month: 'long', year: 'numeric' });
  return locale === 'fr' && day.day === 1 ? text.replace(/^1 /, '1er ') : text;
}
