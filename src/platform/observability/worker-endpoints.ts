import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../errors/failure.js';
import { Health } from './health.js';
import { Metrics } from './metrics.js';

const NOTHING = '';

/** What watches a worker asks of it: `/health/live`, `/health/ready` and `/metrics`, as of the API, and nothing else. */
@Injectable()
export class WorkerEndpoints implements OnApplicationShutdown {
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, text }) => {
      const type = request.url === '/metrics' ? 'text/plain; version=0.0.4; charset=utf-8' : 'application/json';
      response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': type }).end(text);
    });
  });

  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  /** Answers the port: port 0 takes a free one. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; text: string }> {
    try {
      return { status: 200, text: await this.shown(request) };
    } catch (error) {
      return { status: error instanceof Failure ? error.status : 503, text: NOTHING };
    }
  }

  /** @throws Failure not_found at any other address and to any other method */
  private async shown(request: IncomingMessage): Promise<string> {
    const asked = request.method === 'GET' ? request.url : undefined;
    if (asked === '/metrics') return this.metrics.shown(request);
    if (asked === '/health/ready') await this.health.demand();
    else if (asked !== '/health/live') throw new Failure('not_found');
    return '{"status":"ok"}';
  }
}
