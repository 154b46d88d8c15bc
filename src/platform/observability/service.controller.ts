import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { Public } from '../access/authentication.js';
import { CONFIG, type Config } from '../config.js';
import { context } from '../context.js';
import { poolOf } from '../database/connection.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { explain } from '../errors/problem.js';

/** Health and the explanations of problems; open to everybody, tells nothing about anybody. */
@Controller()
export class ServiceController {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('health/live')
  @Header('Cache-Control', 'no-store')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Public()
  @Get('health/ready')
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<{ status: string }> {
    try {
      await poolOf(this.database.dataSource).query('SELECT 1');
    } catch (error) {
      throw new Failure('unavailable', { retryAfter: 2, cause: error });
    }
    return { status: 'ok' };
  }

  @Public()
  @Get('problems/:code')
  problem(@Param('code') code: string): object {
    const explained = explain(code, context().locale);
    if (!explained) throw new Failure('not_found');
    return { type: `${this.config.PASSERELLE_PUBLIC_URL}/problems/${code}`, ...explained };
  }
}
