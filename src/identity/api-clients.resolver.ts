import { Args, Resolver } from '@nestjs/graphql';
import {
  ChangeMutation,
  CreateMutation,
  Id,
  ListQuery,
  Paged,
  ReadQuery,
  RemoveMutation,
} from '../platform/api/graphql-operations.js';
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

@Resolver(() => ApiClient)
export class ApiClientsResolver {
  constructor(
    private readonly clients: ApiClientsService,
    private readonly secrets: ClientSecretsService,
  ) {}

  @ReadQuery(ApiClient, { summary: 'A client of your organisation', use: use.get })
  apiClient(@Id() id: string): Promise<ApiClient> {
    return this.clients.get(id);
  }

  @ListQuery(ApiClient, { summary: 'The clients of your organisation', use: use.list })
  apiClients(@Paged(ApiClientFilter) filter: ApiClientFilter): Promise<Page<ApiClient>> {
    return this.clients.list(filter);
  }

  @CreateMutation(ApiClient, { summary: 'Add a client', use: use.create })
  createApiClient(@Args('input') input: ApiClientInput): Promise<ApiClient> {
    return this.clients.create(input);
  }

  @ChangeMutation(ApiClient, { summary: 'Change a client', use: use.change })
  changeApiClient(@Id() id: string, @Args('input') patch: ApiClientPatch): Promise<ApiClient> {
    return this.clients.change(id, patch);
  }

  @ListQuery(ClientSecret, { summary: 'The secrets of a client', use: secretsUse.list })
  clientSecrets(
    @Id('clientId') clientId: string,
    @Paged(ClientSecretFilter) filter: ClientSecretFilter,
  ): Promise<Page<ClientSecret>> {
    return this.secrets.list(clientId, filter);
  }

  @CreateMutation(IssuedClientSecret, { summary: 'Make a secret, shown this once', use: secretsUse.create })
  createClientSecret(
    @Id('clientId') clientId: string,
    @Args('input') input: ClientSecretInput,
  ): Promise<IssuedClientSecret> {
    return this.secrets.create(clientId, input);
  }

  @RemoveMutation({ summary: 'Take a secret back', use: secretsUse.revoke })
  revokeClientSecret(@Id('clientId') clientId: string, @Id() id: string): Promise<boolean> {
    return this.secrets.revoke(clientId, id).then(() => true);
  }
}
