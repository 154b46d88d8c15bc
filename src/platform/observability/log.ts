import type { FastifyBaseLogger } from 'fastify';
import { destination } from 'pino';
import { clock } from '../clock.js';
import type { Config } from '../config.js';

/** Ids only: whatever might carry a secret or a value is taken out even where somebody logs it by mistake. */
const REDACTED = [
  'authorization',
  'password',
  'clientSecret',
  'client_secret',
  'refreshToken',
  'accessToken',
  'token',
  'totp',
  'secret',
  'body',
  'query',
  'req.headers.authorization',
  'req.body',
  'err.detail',
  'err.parameters',
  'err.query',
  'headers.authorization',
  '*.password',
  '*.clientSecret',
];

export function loggerOptions(config: Pick<Config, 'LOG_LEVEL'>) {
  return {
    level: config.LOG_LEVEL,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: undefined,
    // Lines go out together, at the latest after a tenth of a second; what waits is written when the process ends.
    ...(config.LOG_LEVEL === 'silent'
      ? {}
      : { stream: destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 }) }),
    timestamp: () => `,"time":"${clock.now()}"`,
  };
}

/** For the line that every request leaves: what it says is chosen there, so that nothing has to be looked for and taken out. */
export function requestLines(log: FastifyBaseLogger): FastifyBaseLogger {
  return log.child({}, { redact: [] });
}
