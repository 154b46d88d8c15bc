import { LOCALES, type Locale } from '../context.js';
import { allReasons, Failure, reasonOf, type Words } from './failure.js';
import { withoutSocialSecurityNumber } from '../nir.js';
import { INPUT_CODES } from './input-codes.js';
import './common.reasons.js';

/** RFC 9457. `code` is stable; `title` and `detail` follow `Accept-Language`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  requestId: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

interface Place {
  readonly publicUrl: string;
  readonly locale: Locale;
  readonly instance: string;
  readonly requestId: string;
}

export function problemOf(failure: Failure, place: Place): Problem {
  const reason = reasonOf(failure.reason)!;
  const { faults, params = {}, members = {} } = failure.options;
  return {
    ...members,
    type: `${place.publicUrl}/problems/${failure.reason}`,
    title: reason.title[place.locale],
    status: failure.status,
    detail: filled(reason.detail, place.locale, params),
    instance: unsaid(place.instance),
    code: failure.reason,
    requestId: place.requestId,
    ...(faults
      ? { errors: faults.map((fault) => wordFault(fault.pointer, fault.code, fault.params ?? {}, place.locale)) }
      : {}),
  };
}

export function wordFault(
  pointer: string,
  code: string,
  params: Record<string, unknown>,
  locale: Locale,
): { pointer: string; code: string; detail: string } {
  const words = INPUT_CODES[code];
  if (!words) throw new Error(`Input code ${code} has no words`);
  return { pointer: unsaid(pointer), code, detail: filled(words, locale, params) };
}

/** An address or a pointer as it came, but for a part that must not be said again. */
function unsaid(path: string): string {
  return path
    .split('/')
    .map((part) => (withoutSocialSecurityNumber(readable(part)) === '…' ? '…' : part))
    .join('/');
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function filled(words: Words, locale: Locale, params: Record<string, unknown>): string {
  return words[locale].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? inLocale(params[name], locale) : whole,
  );
}

/** A parameter may itself be words in both languages. */
function inLocale(value: unknown, locale: Locale): string {
  const said = typeof value === 'object' && value !== null && locale in value ? (value as Words)[locale] : value;
  return withoutSocialSecurityNumber(String(said));
}

/** The language of the answer: the best of `Accept-Language` among ours, French when it says nothing that we have. */
export function localeOf(header: string | undefined): Locale {
  const wanted = (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((v) => v !== undefined);
      return { language: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return (
    LOCALES.find(
      (locale) => locale === wanted.find(({ language }) => LOCALES.includes(language as Locale))?.language,
    ) ?? 'fr'
  );
}

/** What `/problems/{code}` answers. */
export function explain(
  code: string,
  locale: Locale,
): { code: string; status: number; title: string; detail: string } | undefined {
  const reason = allReasons().get(code);
  if (!reason) return undefined;
  return { code, status: new Failure(code).status, title: reason.title[locale], detail: reason.detail[locale] };
}
