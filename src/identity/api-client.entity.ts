import { createPublicKey } from 'node:crypto';
import { Column } from 'typeorm';
import { scopesOf, scopeOf } from '../platform/access/permissions.js';
import type { Actor } from '../platform/access/actor.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { invalid } from '../platform/errors/failure.js';
import { PublicKey, type PublicKeyInput } from './public-key.js';

export interface Known {
  name?: string;
  scopes?: string[] | null;
  publicKeys?: PublicKeyInput[] | null;
  active?: boolean;
}

@Noun('ApiClient', 'api_clients', 'A machine of an organisation: it logs in with a secret or a signed assertion')
export class ApiClient extends Record {
  @Published.id({ about: 'The organisation that it acts for' })
  organisationId!: string;

  @Published.text({ about: 'Name', max: 100, example: 'Housing stock software' })
  name!: string;

  @Published.texts({
    about: 'Scopes that it may be granted; null: whatever the roles of its organisation allow',
    nullable: true,
    example: ['placements:read'],
  })
  scopes!: string[] | null;

  @Published.many(() => PublicKey, {
    about: 'Public keys for `private_key_jwt`, null when it logs in with a secret',
    nullable: true,
    maxItems: 5,
  })
  publicKeys!: PublicKeyInput[] | null;

  @Published.flag({ about: 'Whether it may log in', example: true })
  active!: boolean;

  @Published.date({ about: 'Day on which it last logged in', nullable: true, column: false })
  @Column({ name: 'last_used_on', type: 'date', nullable: true, insert: false, update: false })
  lastUsedOn!: string | null;

  /** What its tokens rest on; the database renews it whenever rights are taken away. */
  @Column({ type: 'uuid', insert: false, update: false })
  authority!: string;

  /** Changes what is known of it. Nobody hands on more than the organisation's roles allow; a machine, than its own token. */
  describe(known: Known, by: Actor): void {
    if (known.scopes !== undefined || this.scopes === undefined) assertHeld(known.scopes ?? null, by);
    for (const [index, key] of (known.publicKeys ?? []).entries()) assertUsable(key, index);
    assertDistinct(known.publicKeys ?? []);
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    this.scopes ??= null;
  }
}

function assertHeld(scopes: string[] | null, by: Actor): void {
  const ofRoles = scopesOf(by.roles);
  const held = by.principal.type === 'client' ? new Set([...by.permissions].map(scopeOf)) : ofRoles;
  const tooWide = (scopes ?? [...ofRoles]).findIndex((scope) => !held.has(scope));
  if (tooWide >= 0) throw invalid(scopes ? `/scopes/${tooWide}` : '/scopes', 'scope_not_held');
}

/** The curve, or the type, of the keys with which an algorithm signs (RFC 7518, RFC 8037). */
const KEY_FOR: { readonly [algorithm: string]: string } = {
  ES256: 'P-256',
  ES384: 'P-384',
  PS256: 'RSA',
  RS256: 'RSA',
  EdDSA: 'Ed25519',
};

/** An assertion says by the id which key it was signed with. */
function assertDistinct(keys: readonly PublicKeyInput[]): void {
  const ids = keys.map(({ kid }) => kid);
  const again = ids.findIndex((kid, index) => ids.indexOf(kid) < index);
  if (again >= 0) throw invalid(`/publicKeys/${again}/kid`, 'repeated_key_id');
}

function assertUsable(jwk: PublicKeyInput, index: number): void {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) throw new Error('too short');
    if (jwk.alg !== undefined && KEY_FOR[jwk.alg] !== (jwk.crv ?? jwk.kty)) throw new Error('not for that algorithm');
  } catch {
    throw invalid(`/publicKeys/${index}`, 'bad_public_key');
  }
}
