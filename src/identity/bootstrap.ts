import type { ClientBase } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { clock } from '../platform/clock.js';
import type { StaffFunction } from '../platform/access/permissions.js';
import { newClientSecret } from './client-secrets.js';
import { normalisedEmail } from './email.js';
import { hashOf } from './passwords.js';
import type { CaseloadSight } from './users.enums.js';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}
export interface Bootstrapped extends ClientCredentials {
  readonly consortiumId: string;
  readonly organisationId: string;
}

/**
 * For the operator of an installation, as the owner of the schema: a consortium, its coordinator, and the coordinator's
 * first client. Everything after that goes through the API.
 */
export async function bootstrapConsortium(
  owner: ClientBase,
  given: { key: string; name: string; coordinatorName: string },
): Promise<Bootstrapped> {
  const [consortiumId, organisationId] = [uuidv7(), uuidv7()];
  await owner.query('SELECT bootstrap_consortium($1, $2, $3, $4, $5, $6, $7)', [
    consortiumId,
    given.key,
    given.name,
    organisationId,
    given.coordinatorName,
    uuidv7(),
    clock.today(),
  ]);
  const credentials = await provisionClient(owner, { consortiumId, organisationId, name: given.coordinatorName });
  return { consortiumId, organisationId, ...credentials };
}

/** A client of an organisation that nobody administers yet; `scopes` null means whatever its roles allow. */
export async function provisionClient(
  owner: ClientBase,
  given: { consortiumId: string; organisationId: string; name: string; scopes?: readonly string[] | null },
): Promise<ClientCredentials> {
  const clientId = uuidv7();
  const { secret, hint, hash } = newClientSecret();
  await owner.query('SELECT provision_client($1, $2, $3, $4, $5, $6, $7, $8)', [
    given.consortiumId,
    given.organisationId,
    clientId,
    given.name,
    given.scopes ?? null,
    uuidv7(),
    hint,
    hash,
  ]);
  return { clientId, clientSecret: secret };
}

interface NewUser {
  readonly consortiumId: string;
  readonly organisationId: string;
  readonly email: string;
  readonly name: string;
  readonly functions: readonly StaffFunction[];
  readonly caseload?: Exclude<CaseloadSight, 'team'>;
  readonly password: string;
}

/** A person with a password, without an invitation: for the demonstration and the first administrator of an installation. */
export async function provisionUser(owner: ClientBase, given: NewUser): Promise<{ userId: string }> {
  const userId = uuidv7();
  const caseload = given.caseload ?? (given.functions.includes('social_worker') ? 'own' : 'all');
  await owner.query('SELECT provision_user($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    given.consortiumId,
    given.organisationId,
    userId,
    normalisedEmail(given.email),
    given.name,
    given.functions,
    caseload,
    await hashOf(given.password),
    clock.now(),
  ]);
  return { userId };
}
