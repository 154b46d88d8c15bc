import { Controller, Get, Header, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/authentication.js';
import { Documented } from '../api/operations.js';
import { Metrics } from './metrics.js';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Without a user's token: for the configured token of the monitoring, or callers on this machine. */
  @Public()
  @Get('metrics')
  @Documented({ summary: 'Figures of this process, in the text format of Prometheus' })
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  shown(@Req() request: FastifyRequest): Promise<string> {
    return this.metrics.shown(request);
  }
}
