import { clock } from '../clock.js';
import { actor } from '../context.js';
import type { Keyring } from '../crypto.js';
import { Failure } from '../errors/failure.js';

/**
 * Where a reader stands. `start`: tombstones older than the first answer say nothing new and are left out. `caseload`: of what
 * the sight of who is limited to one consisted, and what else her sight of the collection rested on.
 */
interface Place {
  readonly xid: string;
  readonly id: string;
  readonly epoch: number | null;
  readonly start: string | null;
  readonly caseload: string | null;
}

const PURPOSE = 'delta';
const LIFETIME_SECONDS = 30 * 24 * 3600;
export const BEGINNING: Place = {
  xid: '0',
  id: '00000000-0000-0000-0000-000000000000',
  epoch: null,
  start: null,
  caseload: null,
};

type Payload = [
  consortium: string,
  viewer: string,
  collection: string,
  xid: string,
  id: string,
  issuedAt: number,
  epoch: number,
  start: string,
  caseload?: string | null,
];

export function tokenOf(keyring: Keyring, collection: string, { xid, id, epoch, start, caseload }: Place): string {
  const { consortiumId, organisationId } = actor();
  return keyring.sign(
    PURPOSE,
    JSON.stringify([consortiumId, organisationId, collection, xid, id, clock.epochSeconds(), epoch, start, caseload]),
  );
}

/** Not ours, or of another caller or collection: 400. Too old: 410, since tombstones may be gone. */
export function openToken(keyring: Keyring, collection: string, token: string): Place {
  const payload = keyring.verify(PURPOSE, token);
  if (payload === undefined) throw new Failure('invalid_cursor');
  const [consortium, viewer, of, xid, id, issuedAt, epoch, start, caseload = null] = JSON.parse(payload) as Payload;
  const { consortiumId, organisationId } = actor();
  if (consortium !== consortiumId || viewer !== organisationId || of !== collection)
    throw new Failure('invalid_cursor');
  if (clock.epochSeconds() - issuedAt > LIFETIME_SECONDS) throw new Failure('expired_token');
  return { xid, id, epoch, start, caseload };
}
