import { parseArgs } from 'node:util';

/** Placements, or tenancies with 24 months of account, of a generated database. */
export const SIZES = { S: 10_000, M: 100_000, L: 200_000 } as const;
export type Size = keyof typeof SIZES;

/** What reads placements, what reads accounts, what writes. */
export const WORKLOADS = { placements: ['a', 'b', 'p'], accounts: ['c'], writes: ['d', 'e', 'f'] } as const;
const COMPARISONS = ['rls', 'audit', 'growth', 'start'] as const;
const PARTS: readonly string[] = [...Object.values(WORKLOADS).flat(), ...COMPARISONS];

export interface Options {
  readonly only: ReadonlySet<string>;
  readonly size: Size;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Where the CPU profile of Passerelle goes; none when empty. */
  readonly profile: string;
}

/** `npm run bench -- --only a,c --size S --rounds 5 --seconds 3`. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: PARTS.join(',') },
      size: { type: 'string', default: 'M' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '32' },
      profile: { type: 'string', default: '' },
    },
  });
  const only = values.only.split(',');
  const unknown = only.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(', ')}; not ${unknown.join(', ')}`);
  if (!(values.size in SIZES)) throw new Error(`--size is one of ${Object.keys(SIZES).join(', ')}`);
  return {
    only: new Set(only),
    size: values.size as Size,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    connections: positive('connections', values.connections),
    profile: values.profile,
  };
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--${name} is a whole number from 1`);
  return Number(text);
}
