import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';

/** Injection token of the configuration. */
export const CONFIG = Symbol('configuration');

interface Variable<T> {
  readonly about: string;
  readonly fallback: string;
  readonly parse: (text: string) => T;
}

const text = (raw: string): string => raw;
const optional = (raw: string): string | undefined => (raw === '' ? undefined : raw);
const list = (raw: string): string[] =>
  raw
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
function host(raw: string): string {
  if (isIP(raw) === 0 && (/^[\d.]+$/.test(raw) || !/^[a-z\d]([\w.-]*[a-z\d])?$/i.test(raw))) {
    throw new Error('an IP address or a host name is expected');
  }
  return raw;
}
function integer(min: number, max: number) {
  return (raw: string): number => {
    const value = Number(raw);
    if (!/^\d+$/.test(raw) || value < min || value > max)
      throw new Error(`an integer between ${min} and ${max} is expected`);
    return value;
  };
}
const port = (raw: string): number | undefined => (raw === '' ? undefined : integer(0, 65535)(raw));
function flag(raw: string): boolean {
  if (!['true', 'false'].includes(raw)) throw new Error('true or false is expected');
  return raw === 'true';
}
function oneOf<const K extends string>(...values: K[]) {
  return (raw: string): K => {
    if (!values.includes(raw as K)) throw new Error(`one of ${values.join(', ')} is expected`);
    return raw as K;
  };
}
function url(...protocols: string[]) {
  return (raw: string): string | undefined => {
    if (raw === '') return undefined;
    if (!URL.canParse(raw) || !protocols.includes(new URL(raw).protocol)) {
      throw new Error(`a URL beginning with ${protocols.map((p) => `${p}//`).join(' or ')} is expected`);
    }
    return raw;
  };
}
function keys(raw: string): Buffer[] {
  const bytes = list(raw).map((key) => Buffer.from(key, 'base64'));
  if (bytes.some((key) => key.length !== 32))
    throw new Error('keys of 32 bytes in base64 are expected (openssl rand -base64 32)');
  return bytes;
}

/** Every variable that Passerelle reads, in the order of `.env.example`, which a test compares with this. */
export const VARIABLES = {
  HOST: { about: 'Address to listen on', fallback: '127.0.0.1', parse: host },
  PORT: { about: 'Port to listen on', fallback: '3000', parse: integer(0, 65535) },
  PASSERELLE_PUBLIC_URL: {
    about: 'How integrators reach the API: issuer of tokens, links. Default: http://HOST:PORT',
    fallback: '',
    parse: url('http:', 'https:'),
  },
  PASSERELLE_DATA_DIR: {
    about: 'Folder of the embedded database, the installation’s key and the demonstration’s credentials',
    fallback: '.data',
    parse: text,
  },
  DATABASE_URL: {
    about: 'PostgreSQL 15 or newer. Empty: the embedded server',
    fallback: '',
    parse: url('postgres:', 'postgresql:'),
  },
  DATABASE_OWNER_URL: {
    about: 'The same database as the role that owns the schema and migrates it. Empty: DATABASE_URL',
    fallback: '',
    parse: url('postgres:', 'postgresql:'),
  },
  PASSERELLE_MIGRATE: {
    about: 'Whether the API process migrates the database at start (false where `npm run migrate` does, as the owner)',
    fallback: 'true',
    parse: flag,
  },
  DATABASE_POOL_SIZE: {
    about: 'Connections of a process; small reads have a quarter as many again',
    fallback: '16',
    parse: integer(2, 500),
  },
  REDIS_URL: {
    about: 'Redis for the queues and shared rate limits. Empty: the queues run on PostgreSQL',
    fallback: '',
    parse: url('redis:', 'rediss:'),
  },
  PASSERELLE_DEMO: {
    about: 'Load the demonstration into an empty database: true, false, or auto (only with the embedded server)',
    fallback: 'auto',
    parse: oneOf('auto', 'true', 'false'),
  },
  PASSERELLE_KEYS: {
    about: 'Encryption keys, 32 bytes in base64, comma-separated, newest first. Empty: one is made in the data folder',
    fallback: '',
    parse: keys,
  },
  PASSERELLE_CORS_ORIGINS: {
    about: 'Origins of web applications allowed to call, comma-separated',
    fallback: '',
    parse: list,
  },
  PASSERELLE_RATE_CLIENT: {
    about: 'Requests a minute for one client',
    fallback: '6000',
    parse: integer(1, 10_000_000),
  },
  PASSERELLE_RATE_CONSORTIUM: {
    about: 'Requests a minute for one consortium',
    fallback: '60000',
    parse: integer(1, 100_000_000),
  },
  PASSERELLE_RATE_LOGIN: {
    about: 'Attempts a minute from one address at the login and token endpoints',
    fallback: '60',
    parse: integer(1, 1_000_000),
  },
  PASSERELLE_STREAMS_CLIENT: {
    about: 'Streams of events that one client or person may hold open at one process',
    fallback: '8',
    parse: integer(1, 1000),
  },
  PASSERELLE_STREAMS: {
    about: 'Streams of events that a process holds open; one organisation an eighth of them, or one client’s share',
    fallback: '2000',
    parse: integer(1, 100_000),
  },
  PASSERELLE_TRUST_PROXY: {
    about: 'Whether the address of the caller is read from X-Forwarded-For',
    fallback: 'false',
    parse: flag,
  },
  PASSERELLE_GRAPHIQL: { about: 'Whether /graphiql is served', fallback: 'true', parse: flag },
  PASSERELLE_METRICS_TOKEN: {
    about: 'Bearer token of /metrics. Empty: only callers on this machine may read it',
    fallback: '',
    parse: optional,
  },
  PASSERELLE_JOBS: {
    about: 'Whether the API process runs the jobs too (false with worker processes apart)',
    fallback: 'true',
    parse: flag,
  },
  PASSERELLE_WORKER_PORT: { about: 'Port of a worker’s /health and /metrics. Empty: none', fallback: '', parse: port },
  PASSERELLE_AUDIT_MONTHS: { about: 'Months for which audit entries are kept', fallback: '12', parse: integer(6, 36) },
  PASSERELLE_ALERT_MONTHS: { about: 'Months for which a closed alert is kept', fallback: '24', parse: integer(1, 36) },
  SMTP_URL: {
    about: 'Server for e-mails, smtp://user:password@host:587 or smtps://… Empty: no e-mails',
    fallback: '',
    parse: url('smtp:', 'smtps:'),
  },
  MAIL_FROM: { about: 'Sender of e-mails, needed with SMTP_URL', fallback: '', parse: optional },
  PASSERELLE_APP_URL: {
    about: 'The web application that people use, linked in e-mails. Default: PASSERELLE_PUBLIC_URL',
    fallback: '',
    parse: url('http:', 'https:'),
  },
  OIDC_ISSUER: {
    about: 'External OpenID Connect provider for people (ProConnect is one). Empty: none',
    fallback: '',
    parse: url('https:', 'http:'),
  },
  OIDC_CLIENT_ID: { about: 'Client id at that provider', fallback: '', parse: optional },
  OIDC_CLIENT_SECRET: { about: 'Client secret at that provider', fallback: '', parse: optional },
  LOG_LEVEL: {
    about: 'trace, debug, info, warn, error, fatal or silent',
    fallback: 'info',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  },
} satisfies Record<string, Variable<unknown>>;

type Read = { [K in keyof typeof VARIABLES]: ReturnType<(typeof VARIABLES)[K]['parse']> };
export type Config = Omit<Read, 'PASSERELLE_PUBLIC_URL' | 'PASSERELLE_APP_URL'> & {
  readonly PASSERELLE_PUBLIC_URL: string;
  readonly PASSERELLE_APP_URL: string;
  readonly keys: Buffer[];
};

/** Every bad variable, named, in one readable list. `main` leaves with status 78 (EX_CONFIG). */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Reads and checks the environment. Values are never echoed: some are secrets. */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = Object.entries<Variable<unknown>>(VARIABLES).map(([name, variable]) => {
    try {
      return [name, variable.parse(environment[name]?.trim() || variable.fallback)];
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return [name, undefined];
    }
  });
  for (const name of Object.keys(environment)) {
    if (name.startsWith('PASSERELLE_') && !(name in VARIABLES)) problems.push(`${name}: no such variable`);
  }
  const config = Object.fromEntries(read) as Read;
  if (config.SMTP_URL && !config.MAIL_FROM) problems.push('MAIL_FROM: needed with SMTP_URL');
  if (problems.length > 0) throw new ConfigError(problems);
  const publicUrl = (config.PASSERELLE_PUBLIC_URL ?? localUrl(config)).replace(/\/$/, '');
  const given = config.PASSERELLE_KEYS;
  return {
    ...config,
    PASSERELLE_PUBLIC_URL: publicUrl,
    PASSERELLE_APP_URL: config.PASSERELLE_APP_URL ?? publicUrl,
    keys: given.length > 0 ? given : [installationKey(config.PASSERELLE_DATA_DIR)],
  };
}

/** Where it listens on every address, this machine reaches it by the loopback one. */
function localUrl({ HOST, PORT }: Pick<Read, 'HOST' | 'PORT'>): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[HOST] ?? HOST;
  return `http://${isIP(reached) === 6 ? `[${reached}]` : reached}:${PORT}`;
}

/** The key of an installation that was given none: made once, readable by its owner only. */
function installationKey(dataDir: string): Buffer {
  const file = path.join(dataDir, 'key');
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new ConfigError([`PASSERELLE_DATA_DIR: ${file} cannot be read`]);
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new ConfigError([`PASSERELLE_DATA_DIR: ${file} cannot be written`]);
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
