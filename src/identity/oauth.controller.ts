import { Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access/authentication.js';
import { Documented } from '../platform/api/operations.js';
import { RateLimits } from '../platform/api/rate-limits.js';
import { OAuthServer, type TokenAnswer } from './oauth-server.js';
import { SigningKeys } from './signing-keys.js';

/** The OAuth endpoints: open, because the form or the Basic header authenticates; limited by address. */
@Public()
@Controller()
export class OAuthController {
  constructor(
    private readonly server: OAuthServer,
    private readonly keys: SigningKeys,
    private readonly limits: RateLimits,
  ) {}

  @Post('oauth/token')
  @Documented({
    summary: 'Get an access token: client credentials',
    form: {
      grant_type: 'client_credentials',
      scope: 'Space-separated; absent: all that your roles allow',
      client_id: 'With client_secret_post',
      client_secret: 'With client_secret_post',
      client_assertion_type: 'With private_key_jwt',
      client_assertion: 'With private_key_jwt',
    },
    answers: { access_token: 'eyJ…', token_type: 'Bearer', expires_in: 600, scope: 'placements:read' },
  })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async token(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<TokenAnswer> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.server.token(request);
  }

  @Post('oauth/introspect')
  @Documented({
    summary: 'Ask whether a token of yours is active',
    form: { token: 'The token' },
    answers: { active: true, scope: 'placements:read', exp: 1795250000 },
  })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async introspect(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.server.introspect(request);
  }

  @Post('oauth/revoke')
  @Documented({ summary: 'Revoke a token of yours, from the next request on', form: { token: 'The token' } })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async revoke(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.server.revoke(request);
  }

  @Get('.well-known/oauth-authorization-server')
  @Documented({
    summary: 'Where the endpoints are and what they take',
    answers: { issuer: 'https://passerelle.example', token_endpoint: 'https://passerelle.example/oauth/token' },
  })
  @Header('Cache-Control', 'public, max-age=300')
  metadata(): object {
    return this.server.metadata();
  }

  @Get('.well-known/jwks.json')
  @Documented({
    summary: 'The public keys that tokens are signed with',
    answers: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'k1', use: 'sig', alg: 'ES256' }] },
  })
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): Promise<object> {
    return this.keys.published();
  }
}
