import { hash, verify } from '@node-rs/argon2';
import { randomSecret } from '../platform/crypto.js';
import { invalid } from '../platform/errors/failure.js';

/** OWASP's second choice for argon2id: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const SHORTEST = 12;
export const LONGEST = 128;

/** What is hashed when there is no account, so that its absence takes as long to answer. */
const nobody = hash(randomSecret(), COST);

export function hashOf(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password is the one of the hash; without a hash it works as long, and is wrong. */
export async function isPassword(password: string, known: string | null | undefined): Promise<boolean> {
  const right = await verify(known ?? (await nobody), password);
  return right && !!known;
}

/** Length counts, not kinds of characters; what everybody would try first is refused (NIST SP 800-63B §3.1.1.2). */
export function assertGoodPassword(password: string, about: { email: string; name: string }, pointer: string): void {
  const low = password.toLowerCase();
  const told = [about.email, about.email.split('@')[0] ?? '', ...about.name.toLowerCase().split(/\s+/), 'passerelle'];
  const stripped = told.filter((word) => word.length >= 4).reduce((rest, word) => rest.replaceAll(word, ''), low);
  if (stripped.length < 8 || new Set(low).size < 6 || isRun(low)) throw invalid(pointer, 'weak_password');
}

const RUNS = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertyuiop',
  'asdfghjkl',
  'motdepasse',
  'password',
];

/** Whether nothing is left once rows of the keyboard and of the alphabet are taken out. */
function isRun(password: string): boolean {
  let rest = password;
  for (const run of RUNS) {
    for (let length = run.length; length >= 4; length -= 1) {
      for (let at = 0; at + length <= run.length; at += 1) rest = rest.replaceAll(run.slice(at, at + length), '');
    }
  }
  return rest.length < 4;
}
