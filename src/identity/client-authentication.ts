import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import { timingSafeEqual } from 'node:crypto';
import { NIL_UUID } from '../platform/access/actor.js';
import type { Role } from '../platform/access/permissions.js';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { sha256 } from '../platform/crypto.js';
import { ASSERTION_TYPE, claimedClient, isGenuine } from './client-assertion.js';
import { hintOf } from './client-secrets.js';
import { oauthFailure } from './identity.reasons.js';
import { Lookups } from './lookups.js';
import { basicCredentials, type Form } from './oauth-form.js';

interface LoginRow {
  id: string;
  consortium_id: string;
  organisation_id: string;
  authority: string;
  scopes: string[] | null;
  public_keys: JWK[] | null;
  secret_id: string | null;
  secret_hash: Buffer | null;
  roles: Role[];
  standing: string;
}

/** A machine that has proven who it is. */
export interface AuthenticatedClient {
  readonly id: string;
  readonly consortiumId: string;
  readonly organisationId: string;
  readonly roles: readonly Role[];
  /** Null: whatever the roles of its organisation allow. */
  readonly scopes: readonly string[] | null;
  readonly restsOn: readonly string[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NO_HASH = Buffer.alloc(32);

/**
 * Client authentication at the OAuth endpoints: `client_secret_basic`, `client_secret_post`, `private_key_jwt`. An unknown
 * client, a wrong secret and an organisation that has left answer alike and do the same work.
 */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly lookups: Lookups,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async authenticate(request: FastifyRequest, form: Form): Promise<AuthenticatedClient> {
    const basic = basicCredentials(request.headers.authorization);
    const methods = [basic, form.client_secret, form.client_assertion].filter((given) => given !== undefined);
    if (methods.length > 1) throw oauthFailure('invalid_request');
    const row =
      form.client_assertion !== undefined
        ? await this.byAssertion(form, form.client_assertion)
        : await this.bySecret(basic ?? { id: form.client_id ?? '', secret: form.client_secret ?? '' });
    if (!row) throw oauthFailure('invalid_client');
    await this.lookups.call('SELECT client_used($1, $2, $3)', [row.id, row.secret_id, clock.today()]);
    return {
      id: row.id,
      consortiumId: row.consortium_id,
      organisationId: row.organisation_id,
      roles: row.roles,
      scopes: row.scopes,
      restsOn: [row.authority, row.standing, ...(row.secret_id ? [row.secret_id] : [])],
    };
  }

  private async bySecret({ id, secret }: { id: string; secret: string }): Promise<LoginRow | undefined> {
    const rows = await this.find(id, hintOf(secret));
    const hash = sha256(secret);
    return rows.find((row) => timingSafeEqual(row.secret_hash ?? NO_HASH, hash));
  }

  private async byAssertion(form: Form, assertion: string): Promise<LoginRow | undefined> {
    if (form.client_assertion_type !== ASSERTION_TYPE) throw oauthFailure('invalid_request');
    const claimed = claimedClient(assertion) ?? '';
    if (form.client_id !== undefined && form.client_id !== claimed) return undefined;
    const [row] = await this.find(claimed, '');
    const issuer = this.config.PASSERELLE_PUBLIC_URL;
    const client = { id: row?.id ?? NIL_UUID, publicKeys: row?.public_keys ?? [] };
    return (await isGenuine(assertion, client, [issuer, `${issuer}/oauth/token`], this.lookups)) ? row : undefined;
  }

  private find(id: string, hint: string): Promise<LoginRow[]> {
    return this.lookups.call<LoginRow>('SELECT * FROM client_login($1, $2, $3)', [
      UUID.test(id) ? id : NIL_UUID,
      hint,
      clock.today(),
    ]);
  }
}
