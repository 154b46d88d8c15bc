import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { ApiClient } from './api-client.entity.js';
import type { ClientSecretFilter, ClientSecretInput } from './api-clients.inputs.js';
import { ClientSecret, type IssuedClientSecret } from './client-secret.entity.js';
import { newClientSecret } from './client-secrets.js';
import { IDENTITY } from './identity.reasons.js';

const MOST_ACTIVE = 2;

/** Secrets of a client: two at most, so that one replaces the other without an interruption. */
@Injectable()
export class ClientSecretsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('identity:read')
  async list(clientId: string, filter: ClientSecretFilter): Promise<Page<ClientSecret>> {
    const id = uuidOrMissing(clientId);
    await this.database.one('SELECT 1 FROM api_clients t WHERE t.consortium_id = $1 AND t.id = $2', [
      actor().consortiumId,
      id,
    ]);
    return listPage(this.database, this.keyring, ClientSecret, filter, {
      where: [{ sql: (parameter) => `t.client_id = ${parameter(id)}` }],
    });
  }

  @Requires('identity:read')
  async get(clientId: string, secretId: string): Promise<ClientSecret> {
    const secret = await loadNoun(this.database, ClientSecret, uuidOrMissing(secretId));
    if (secret?.clientId !== uuidOrMissing(clientId)) throw notFound();
    return secret;
  }

  @Requires('identity:write')
  create(clientId: string, input: ClientSecretInput): Promise<IssuedClientSecret> {
    return this.database.work(async (work) => {
      const client = await work.load(ApiClient, clientId, { versioned: false });
      const expiresAt = input.expiresAt ?? null;
      if (expiresAt !== null && Date.parse(expiresAt) <= clock.epochMs()) throw invalid('/expiresAt', 'in_the_past');
      if ((await activeOf(work, client.id)) >= MOST_ACTIVE) throw conflict(IDENTITY.two_secrets_already);
      const { secret, hint, hash } = newClientSecret();
      const { organisationId } = client;
      const made = await work.insert(
        work.create(ClientSecret, { organisationId, clientId: client.id, hint, hash, expiresAt, revokedAt: null }),
      );
      await work.record({
        type: 'client_secret.created',
        subject: { type: 'api_client', id: client.id },
        viewers: [organisationId],
      });
      return { ...(await work.published(ClientSecret, made.id)), secret } as IssuedClientSecret;
    });
  }

  /** Takes a secret back; the tokens that it got end with the next request, by a trigger on the row. */
  @Requires('identity:write')
  revoke(clientId: string, secretId: string): Promise<void> {
    return this.database.work(async (work) => {
      const secret = await work.load(ClientSecret, secretId);
      if (secret.clientId !== uuidOrMissing(clientId)) throw notFound();
      secret.revoke();
      await work.save(secret);
      await work.record({
        type: 'client_secret.revoked',
        subject: { type: 'api_client', id: clientId },
        viewers: [secret.organisationId],
      });
    });
  }
}

async function activeOf(work: Work, clientId: string): Promise<number> {
  const [counted] = await work.query<{ active: number }>(
    `SELECT count(*)::int AS active FROM client_secrets
     WHERE consortium_id = $1 AND client_id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    [actor().consortiumId, clientId],
  );
  return counted?.active ?? 0;
}
