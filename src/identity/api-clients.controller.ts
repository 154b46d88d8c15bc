import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads, Removes } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { ApiClient } from './api-client.entity.js';
import {
  ApiClientFilter,
  ApiClientInput,
  ApiClientPatch,
  ClientSecretFilter,
  ClientSecretInput,
} from './api-clients.inputs.js';
import { ApiClientsService } from './api-clients.service.js';
import { ClientSecret, IssuedClientSecret } from './client-secret.entity.js';
import { ClientSecretsService } from './client-secrets.service.js';

const use = ApiClientsService.prototype;
const secretsUse = ClientSecretsService.prototype;

@Controller('v1/api-clients')
export class ApiClientsController {
  constructor(
    private readonly clients: ApiClientsService,
    private readonly secrets: ClientSecretsService,
  ) {}

  @Lists('', ApiClient, { summary: 'List the clients of your organisation', use: use.list })
  list(@Query() filter: ApiClientFilter): Promise<Page<ApiClient>> {
    return this.clients.list(filter);
  }

  @Reads(':id', ApiClient, { summary: 'Read a client', use: use.get })
  get(@Param('id') id: string): Promise<ApiClient> {
    return this.clients.get(id);
  }

  @Creates('', ApiClient, { summary: 'Add a client', use: use.create })
  create(@Body() input: ApiClientInput): Promise<ApiClient> {
    return this.clients.create(input);
  }

  @Changes(':id', ApiClient, { summary: 'Change a client', use: use.change })
  change(@Param('id') id: string, @Body() patch: ApiClientPatch): Promise<ApiClient> {
    return this.clients.change(id, patch);
  }

  @Lists(':id/secrets', ClientSecret, { summary: 'List the secrets of a client', use: secretsUse.list })
  listSecrets(@Param('id') id: string, @Query() filter: ClientSecretFilter): Promise<Page<ClientSecret>> {
    return this.secrets.list(id, filter);
  }

  @Reads(':id/secrets/:secretId', ClientSecret, { summary: 'Read a secret’s dates', use: secretsUse.get })
  getSecret(@Param('id') id: string, @Param('secretId') secretId: string): Promise<ClientSecret> {
    return this.secrets.get(id, secretId);
  }

  @Creates(':id/secrets', IssuedClientSecret, { summary: 'Make a secret, shown this once', use: secretsUse.create })
  createSecret(@Param('id') id: string, @Body() input: ClientSecretInput): Promise<IssuedClientSecret> {
    return this.secrets.create(id, input);
  }

  @Removes(':id/secrets/:secretId', { summary: 'Take a secret back', use: secretsUse.revoke })
  removeSecret(@Param('id') id: string, @Param('secretId') secretId: string): Promise<void> {
    return this.secrets.revoke(id, secretId);
  }
}
