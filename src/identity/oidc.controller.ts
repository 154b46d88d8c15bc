import { Body, Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access/authentication.js';
import { Documented } from '../platform/api/operations.js';
import { RateLimits } from '../platform/api/rate-limits.js';
import { OidcLogins } from './oidc-logins.js';
import { OidcAuthorization, OidcBeginning, OidcReturn } from './oidc.views.js';
import { SessionTokens } from './session.entity.js';

@Public()
@Controller('v1/sessions/oidc')
export class OidcController {
  constructor(
    private readonly logins: OidcLogins,
    private readonly limits: RateLimits,
  ) {}

  @Post('authorization')
  @Documented({ summary: 'Begin a login at the external provider', returns: OidcAuthorization })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async begin(
    @Body() input: OidcBeginning,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OidcAuthorization> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.logins.begin(input);
  }

  @Post()
  @Documented({ summary: 'Log in with what the external provider answered', status: 201, returns: SessionTokens })
  @Header('Cache-Control', 'no-store')
  async finish(
    @Body() input: OidcReturn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokens> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.logins.finish(input);
  }
}
