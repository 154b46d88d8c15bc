import { Organisation } from './consortia/organisation.entity.js';
import { Membership } from './consortia/membership.entity.js';
import { ApiClient } from './identity/api-client.entity.js';
import { ClientSecret } from './identity/client-secret.entity.js';

/** Every entity, for TypeORM; a test compares their columns with the migrated schema. */
export const ENTITIES = [Organisation, Membership, ApiClient, ClientSecret];
