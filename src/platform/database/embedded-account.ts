import { readFileSync } from 'node:fs';

import { EmbeddedServerError } from './embedded-error.js';
import { failureOf, run, type Account } from './embedded-processes.js';

const NAME = 'passerelle-pg';

/** shadow-utils, then Debian's adduser, then BusyBox's. */
const WAYS: [command: string, ...args: string[]][] = [
  ['useradd', '--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', NAME],
  ['adduser', '--system', '--group', '--no-create-home', '--home', '/nonexistent', '--shell', '/bin/false', NAME],
  ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', '-s', '/bin/false', NAME],
];

/** PostgreSQL refuses to run as root: then a system user made for it runs it. Anyone else runs it himself: undefined. */
export async function serverAccount(log: (line: string) => void): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const existing = lookUp();
  if (existing) return existing;
  const refusals: string[] = [];
  for (const [command, ...args] of WAYS) {
    try {
      await run(command, args);
    } catch (error) {
      const { code, text } = failureOf(error);
      refusals.push(code === 'ENOENT' ? `${command} is missing` : `${command}: ${text.split('\n').at(-1) ?? ''}`);
    }
    const account = lookUp(); // also when another start made it at the same moment
    if (account) {
      log(`created the system user ${NAME}, who runs the embedded PostgreSQL`);
      return account;
    }
  }
  throw new EmbeddedServerError(
    `PostgreSQL does not run as root, and the system user ${NAME} could not be created (${refusals.join('; ')}). ` +
      `Create it by hand (a system user named ${NAME}), start as an ordinary user, or set DATABASE_URL.`,
  );
}

function lookUp(): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
