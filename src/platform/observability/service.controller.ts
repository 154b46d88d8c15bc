import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { Public } from '../access/authentication.js';
import { Documented } from '../api/operations.js';
import { CONFIG, type Config } from '../config.js';
import { context } from '../context.js';
import { Failure } from '../errors/failure.js';
import { explain } from '../errors/problem.js';
import { Health } from './health.js';

/** Health and the explanations of problems; open to everybody, tells nothing about anybody. */
@Controller()
export class ServiceController {
  constructor(
    private readonly health: Health,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('health/live')
  @Documented({ summary: 'Whether the process lives', answers: { status: 'ok' } })
  @Header('Cache-Control', 'no-store')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Public()
  @Get('health/ready')
  @Documented({
    summary: 'Whether it can answer: the database and the queue of jobs are there',
    answers: { status: 'ok' },
  })
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<{ status: string }> {
    await this.health.demand();
    return { status: 'ok' };
  }

  @Public()
  @Get('problems/:code')
  @Documented({
    summary: 'What a problem’s code means',
    answers: {
      type: 'https://passerelle.example/problems/not_found',
      code: 'not_found',
      status: 404,
      title: 'Not found',
      detail: 'Nothing at this address that you may see.',
    },
  })
  problem(@Param('code') code: string): object {
    const explained = explain(code, context().locale);
    if (!explained) throw new Failure('not_found');
    return { type: `${this.config.PASSERELLE_PUBLIC_URL}/problems/${code}`, ...explained };
  }
}
