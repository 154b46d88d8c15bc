import { Global, Module } from '@nestjs/common';
import { Authenticator, TokenVerifier } from '../platform/access/authentication.js';
import { ApiClientsController } from './api-clients.controller.js';
import { ApiClientsResolver } from './api-clients.resolver.js';
import { ApiClientsService } from './api-clients.service.js';
import { Accounts } from './accounts.js';
import { AccessTokens } from './access-tokens.js';
import { ClientAuthentication } from './client-authentication.js';
import { ClientSecretsService } from './client-secrets.service.js';
import { SessionSweep } from './identity.jobs.js';
import { Logins } from './logins.js';
import { Lookups } from './lookups.js';
import { MeController } from './me.controller.js';
import { MeService } from './me.service.js';
import { OAuthController } from './oauth.controller.js';
import { OAuthServer } from './oauth-server.js';
import { OidcController } from './oidc.controller.js';
import { OidcLogins } from './oidc-logins.js';
import { OidcProvider } from './oidc-provider.js';
import { OwnAccountService } from './own-account.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SigningKeys } from './signing-keys.js';
import { PassportTokenVerifier } from './token-verifier.js';
import { UsersController } from './users.controller.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

/** Who calls: machines and people. Global, because the guard of every route and the GraphQL endpoint authenticate by it. */
@Global()
@Module({
  controllers: [
    OAuthController,
    MeController,
    ApiClientsController,
    UsersController,
    OidcController,
    SessionsController,
  ],
  providers: [
    Lookups,
    SigningKeys,
    AccessTokens,
    ClientAuthentication,
    OAuthServer,
    PassportTokenVerifier,
    ApiClientsService,
    ClientSecretsService,
    MeService,
    Accounts,
    Logins,
    OidcProvider,
    OidcLogins,
    UsersService,
    SessionsService,
    OwnAccountService,
    SessionSweep,
    ApiClientsResolver,
    UsersResolver,
    { provide: TokenVerifier, useExisting: PassportTokenVerifier },
    Authenticator,
  ],
  exports: [Authenticator, TokenVerifier, AccessTokens],
})
export class IdentityModule {}
