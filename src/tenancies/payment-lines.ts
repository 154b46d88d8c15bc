import { isCivilDate } from '../platform/calendar.js';
import { isOwnIdentifier } from '../platform/api/external-ids.js';
import type { InputFault } from '../platform/errors/failure.js';
import { EntryLabel, ImportMode, LABEL_OF, SentEntryKind } from './accounts.enums.js';
import { MONTH, MONTH_FORMAT, MOST_CENTS } from './ledger.inputs.js';
import { MOST_LINES, type PaymentLine } from './payments.inputs.js';
import { EARLIEST } from '../platform/bounded-days.js';

export type Fault = Omit<InputFault, 'pointer'> & { readonly at: string };

/** A good line, with nothing left out. */
export interface CheckedLine {
  readonly tenancyId: string | null;
  readonly tenancySystem: string | null;
  readonly tenancyValue: string | null;
  readonly kind: SentEntryKind;
  readonly amountCents: number;
  readonly occurredOn: string;
  readonly month: string | null;
  readonly label: EntryLabel;
  readonly system: string;
  readonly value: string;
}

type Raw = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => Omit<InputFault, 'pointer'> | undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const fault = (code: string, params?: Record<string, unknown>) => ({ code, params });
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = (codes: readonly string[]): Check => {
  const known = new Set<unknown>(codes);
  return (value) => (known.has(value) ? undefined : fault('not_in_list', { values: codes.join(', ') }));
};
/** The same few days come again and again. */
const days = new Map<string, boolean>();
const isDay: Check = (value) => {
  if (typeof value !== 'string') return fault('not_a_date');
  if (value < EARLIEST && isCivilDate(value)) return fault('before_start', { start: EARLIEST });
  let good = days.get(value);
  if (good === undefined) {
    if (days.size > 5000) days.clear();
    days.set(value, (good = isCivilDate(value)));
  }
  return good ? undefined : fault('not_a_date');
};
const identifier: Check = (value) =>
  isObject(value) && Object.keys(value).length === 2 && isOwnIdentifier(value.system, value.value)
    ? undefined
    : fault('bad_identifier');

/** Property → its check, and whether it may be left out. Unknown properties are refused, nothing is coerced. */
const CHECKS: Readonly<Record<keyof PaymentLine, readonly [Check, optional: boolean]>> = {
  tenancyId: [(value) => (typeof value === 'string' && UUID.test(value) ? undefined : fault('not_a_uuid')), true],
  tenancyExternalId: [identifier, true],
  kind: [oneOf(SentEntryKind.codes), true],
  amountCents: [
    (value) => {
      if (!Number.isInteger(value)) return fault('not_an_integer');
      return Math.abs(value as number) > MOST_CENTS
        ? fault('out_of_range', { min: -MOST_CENTS, max: MOST_CENTS })
        : undefined;
    },
    false,
  ],
  occurredOn: [isDay, false],
  month: [
    (value) =>
      typeof value === 'string' && MONTH.test(value) ? undefined : fault('bad_format', { format: MONTH_FORMAT }),
    true,
  ],
  label: [oneOf(EntryLabel.codes), true],
  externalId: [identifier, false],
};
const PROPERTIES = Object.entries(CHECKS);

/** A line as it came, good or with its first fault. */
export function checkLine(raw: unknown): CheckedLine | Fault {
  if (!isObject(raw)) return { at: '', code: 'not_an_object' };
  for (const property of Object.keys(raw)) {
    if (!Object.hasOwn(CHECKS, property))
      return { at: `/${property.slice(0, 60)}`, code: 'unknown_property', params: { property: property.slice(0, 60) } };
  }
  for (const [property, [check, optional]] of PROPERTIES) {
    const value = raw[property];
    if (value === undefined && optional) continue;
    const found = value === undefined ? fault('required') : check(value);
    if (found) return { at: `/${property}`, ...found };
  }
  return completed(raw as unknown as PaymentLine);
}

function completed(line: PaymentLine): CheckedLine | Fault {
  const { tenancyId = null, tenancyExternalId, kind = 'payment', amountCents, occurredOn, externalId } = line;
  if ((tenancyId === null) === (tenancyExternalId === undefined)) return { at: '/tenancyId', code: 'one_tenancy' };
  if (amountCents === 0 || (amountCents < 0 && kind !== 'adjustment'))
    return { at: '/amountCents', code: 'not_positive' };
  const { label = LABEL_OF[kind], month = kind === 'due' ? occurredOn.slice(0, 7) : null } = line;
  const [tenancySystem, tenancyValue] = parts(tenancyExternalId);
  const { system, value } = externalId;
  const own = { system, value: value.normalize('NFC') };
  return { tenancyId, tenancySystem, tenancyValue, kind, amountCents, occurredOn, month, label, ...own };
}

function parts(own: { system: string; value: string } | undefined): [string | null, string | null] {
  return own ? [own.system, own.value.normalize('NFC')] : [null, null];
}

/** The envelope: mode, and a list of so many lines. */
export function faultsOfEnvelope(body: unknown): InputFault[] {
  if (!isObject(body)) return [{ pointer: '', code: 'not_an_object' }];
  const unknown = Object.keys(body)
    .filter((property) => property !== 'mode' && property !== 'lines')
    .map((property) => property.slice(0, 60))
    .map((property) => ({ pointer: `/${property}`, code: 'unknown_property', params: { property } }));
  const { mode = 'atomic', lines } = body;
  const faults = [
    ...unknown.slice(0, 50),
    { pointer: '/mode', ...oneOf(ImportMode.codes)(mode) },
    { pointer: '/lines', ...(lines === undefined ? fault('required') : isListOfLines(lines)) },
  ];
  return faults.filter((found): found is InputFault => 'code' in found);
}

const isListOfLines: Check = (value) => {
  if (!Array.isArray(value)) return fault('not_a_list');
  if (value.length === 0) return fault('too_few_items', { min: 1 });
  return value.length > MOST_LINES ? fault('too_many_items', { max: MOST_LINES }) : undefined;
};
