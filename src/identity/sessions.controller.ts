import { Body, Controller, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/access/authentication.js';
import { Documented, Lists, Removes } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { RateLimits } from '../platform/api/rate-limits.js';
import { Logins } from './logins.js';
import { Session, SessionTokens } from './session.entity.js';
import { ActivationInput, LoginInput, RefreshInput, SessionFilter } from './sessions.inputs.js';
import { SessionsService } from './sessions.service.js';

const use = SessionsService.prototype;

@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly logins: Logins,
    private readonly sessions: SessionsService,
    private readonly limits: RateLimits,
  ) {}

  @Public()
  @Post()
  @Documented({ summary: 'Log in', status: 201, returns: SessionTokens })
  @Header('Cache-Control', 'no-store')
  async login(
    @Body() input: LoginInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokens> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.logins.login(input, request.ip);
  }

  @Public()
  @Post('refresh')
  @Documented({
    summary: 'Exchange a refresh token for new ones; one that comes twice ends the session',
    returns: SessionTokens,
  })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async refresh(
    @Body() input: RefreshInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokens> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.logins.refresh(input, reply.elapsedTime);
  }

  @Public()
  @Post('activation')
  @Documented({ summary: 'Accept an invitation and choose a password', status: 204 })
  @HttpCode(204)
  @Header('Cache-Control', 'no-store')
  async activate(
    @Body() input: ActivationInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.limits.chargeLogin(request.ip, reply);
    return this.logins.activate(input);
  }

  @Lists('', Session, { summary: 'List your sessions', use: use.list })
  list(@Query() filter: SessionFilter): Promise<Page<Session>> {
    return this.sessions.list(filter);
  }

  @Removes(':id', { summary: 'End a session of yours, `current` for this one', use: use.end, guarded: false })
  end(@Param('id') id: string): Promise<void> {
    return this.sessions.end(id);
  }
}
