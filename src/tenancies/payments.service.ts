import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { Failure, type InputFault } from '../platform/errors/failure.js';
import { wordFault } from '../platform/errors/problem.js';
import { POST, type Lines, type NotWritten } from './ledger-lines.js';
import { faultsOfEnvelope, checkLine, type CheckedLine, type Fault } from './payment-lines.js';
import type { PaymentsInput } from './payments.inputs.js';
import type { PaymentsReport, RefusedLine } from './payments.views.js';

const MOST_TOLD = 1000;
/** Where in a line the database's refusals point. */
const AT: Readonly<Record<string, string>> = {
  unknown_reference: '/tenancyId',
  not_the_lessor: '/tenancyId',
  in_the_future: '/occurredOn',
  before_tenancy: '/occurredOn',
  dues_are_computed: '/kind',
};

/** Entries of a landlord's system, thousands at once. */
@Injectable()
export class PaymentsService {
  constructor(private readonly database: Database) {}

  /**
   * Records what a landlord's system sends, each line once whatever is repeated. `atomic`: a bad line, and nothing is recorded
   * (422, every bad line named); `partial`: the others are, and the report names the bad ones.
   */
  @Requires('accounts:write')
  import(body: PaymentsInput): Promise<PaymentsReport> {
    const wrong = faultsOfEnvelope(body);
    if (wrong.length > 0) throw new Failure('invalid_input', { faults: wrong });
    const { mode = 'atomic', lines } = body;
    const faults: Numbered[] = [];
    const good: [line: number, checked: CheckedLine][] = [];
    const identifiers = new Set<string>();
    lines.forEach((raw, line) => {
      const checked = checkLine(raw);
      if ('code' in checked) return void faults.push([line, checked]);
      const identifier = `${checked.system} ${checked.value}`;
      if (identifiers.has(identifier)) faults.push([line, { at: '/externalId', code: 'external_id_repeated' }]);
      else good.push([line, checked]);
      identifiers.add(identifier);
    });
    return this.database.work(async (work) => {
      // Also when the body is refused already: every bad line is named at once.
      const { known, refused, recorded } = await post(work, good, mode === 'atomic');
      const errors = [...faults, ...refused].sort(([a], [b]) => a - b);
      const counts = { received: lines.length, recorded, known, refused: errors.length };
      if (mode === 'atomic' && errors.length > 0) {
        throw new Failure('lines_refused', {
          params: { count: errors.length },
          faults: errors.slice(0, MOST_TOLD).map(faultOf),
        });
      }
      return { mode, ...counts, errors: errors.slice(0, MOST_TOLD).map(told) };
    });
  }
}

interface Posted {
  readonly recorded: number;
  readonly known: number;
  readonly refused: Numbered[];
}

/** One statement for all of them. */
async function post(work: Work, good: readonly (readonly [number, CheckedLine])[], whole: boolean): Promise<Posted> {
  if (good.length === 0) return { recorded: 0, known: 0, refused: [] };
  const lines = good.map(([, checked]) => checked);
  const ids = lines.map(() => work.newId());
  const values: Lines = [
    ids,
    lines.map((line) => line.tenancyId),
    lines.map((line) => line.tenancySystem),
    lines.map((line) => line.tenancyValue),
    lines.map((line) => line.kind),
    lines.map((line) => line.amountCents),
    lines.map((line) => line.occurredOn),
    lines.map((line) => line.month),
    lines.map((line) => line.label),
    lines.map((line) => line.system),
    lines.map((line) => line.value),
    clock.today(),
    whole,
  ];
  const rows = await work.query<NotWritten>(POST, values);
  const refused = rows
    .filter(({ code }) => code !== 'known')
    .map(({ line, code, since }): Numbered => [
      good[line - 1]![0],
      { at: AT[code] ?? '/externalId', code, params: since === null ? undefined : { start: since } },
    ]);
  const unwritten = new Set(rows.map(({ line }) => line - 1));
  ids.forEach((id, index) => unwritten.has(index) || context().trail?.changed('ledger_entries', id));
  return { recorded: good.length - rows.length, known: rows.length - refused.length, refused };
}

type Numbered = [line: number, fault: Fault];

function faultOf([line, { at, code, params }]: Numbered): InputFault {
  return { pointer: `/lines/${line}${at}`, code, params };
}

function told(numbered: Numbered): RefusedLine {
  const { pointer, code, params = {} } = faultOf(numbered);
  return { line: numbered[0] + 1, ...wordFault(pointer, code, params, context().locale) };
}
