import { Injectable } from '@nestjs/common';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { clock } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Lookups } from './lookups.js';

interface Row {
  kid: string;
  sealed_private: string;
  public_jwk: JWK;
  created_at: string;
  retired_at: string | null;
}
interface Known {
  readonly rows: readonly Row[];
  readonly readAt: number;
}

const PURPOSE = 'signing-key';
const ALGORITHM = 'ES256';
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
const REREAD_MS = 5 * 60 * 1000;
const REREAD_FOR_UNKNOWN_MS = 5000;

/** The keys that sign access tokens: shared by all processes, sealed at rest, replaced after 90 days, published for a day more. */
@Injectable()
export class SigningKeys {
  private known?: Known;
  private readonly pems = new Map<string, string>();
  private signer?: { kid: string; key: CryptoKey | Uint8Array };

  constructor(
    private readonly lookups: Lookups,
    private readonly keyring: Keyring,
  ) {}

  /** The key to sign with; made when there is none that is young enough. */
  async current(): Promise<{ kid: string; key: CryptoKey | Uint8Array }> {
    const row = newest(await this.read(REREAD_MS));
    const tooOld = !row || clock.epochMs() - Date.parse(row.created_at) > MAX_AGE_MS;
    if (!tooOld && this.signer?.kid === row.kid) return this.signer;
    const opened = tooOld ? undefined : this.open(row);
    if (!opened) {
      await this.add(row?.kid);
      return this.current();
    }
    this.signer = { kid: opened.kid, key: await importJWK(opened.jwk, ALGORITHM) };
    return this.signer;
  }

  /** A key sealed under an installation key that was taken away is replaced like one that is too old. */
  private open({ kid, sealed_private }: Row): { kid: string; jwk: JWK } | undefined {
    try {
      return { kid, jwk: JSON.parse(this.keyring.open(PURPOSE, sealed_private)) as JWK };
    } catch {
      return undefined;
    }
  }

  /** The public key of that id, PEM, undefined when it is none of ours. */
  async publicKey(kid: string): Promise<string | undefined> {
    let row = find(await this.read(REREAD_MS), kid);
    row ??= find(await this.read(REREAD_FOR_UNKNOWN_MS), kid);
    if (!row) return undefined;
    const pem = this.pems.get(kid) ?? pemOf(row.public_jwk);
    this.pems.set(kid, pem);
    return pem;
  }

  /** What `/.well-known/jwks.json` answers. */
  async published(): Promise<{ keys: JWK[] }> {
    await this.current();
    return {
      keys: (await this.read(REREAD_MS)).map(({ kid, public_jwk }) => ({
        ...public_jwk,
        kid,
        use: 'sig',
        alg: ALGORITHM,
      })),
    };
  }

  private async read(maxAgeMs: number): Promise<readonly Row[]> {
    const now = performance.now();
    if (!this.known || now - this.known.readAt > maxAgeMs) {
      this.known = { rows: await this.lookups.call<Row>('SELECT * FROM signing_keys_known()'), readAt: now };
    }
    return this.known.rows;
  }

  private async add(replaces: string | undefined): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const publicJwk = await exportJWK(publicKey);
    const sealed = this.keyring.seal(PURPOSE, JSON.stringify(await exportJWK(privateKey)));
    await this.lookups.call('SELECT signing_key_add($1, $2, $3, $4, $5)', [
      await calculateJwkThumbprint(publicJwk),
      sealed,
      publicJwk,
      clock.now(),
      replaces ?? null,
    ]);
    this.known = undefined;
  }
}

function newest(rows: readonly Row[]): Row | undefined {
  return rows.find(({ retired_at }) => retired_at === null);
}

function find(rows: readonly Row[], kid: string): Row | undefined {
  return rows.find((row) => row.kid === kid);
}

function pemOf(jwk: JWK): string {
  const key: KeyObject = createPublicKey({ key: jwk as never, format: 'jwk' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
