import { ConfigError } from './platform/config.js';
import { EmbeddedServerError } from './platform/database/embedded-server.js';

/** EX_CONFIG of sysexits: a supervisor should not restart what is misconfigured. */
const EX_CONFIG = 78;

/** Prints a line for the person at the terminal. Logs are something else: structured, without people. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a command; what a person can mend is said in one readable message, without a stack. */
export async function runCommand(run: (print: (line: string) => void) => Promise<void>): Promise<void> {
  try {
    await run(print);
  } catch (error) {
    process.stderr.write(`${readable(error)}\n`);
    process.exitCode = error instanceof ConfigError ? EX_CONFIG : 1;
  }
}

function readable(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedServerError) return error.message;
  const { code, message, stack, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${address} is taken. Stop what listens there, or set another (PORT, of a worker PASSERELLE_WORKER_PORT): PORT=3001 npm start`;
  if (code === 'EACCES') return `Not allowed to listen on port ${port} of ${address}. Set PORT to one above 1023.`;
  if (code === 'ECONNREFUSED')
    return 'The database of DATABASE_URL does not answer. Is it running, and is the address right?';
  if (code === '28P01' || code === '28000') return 'The database of DATABASE_URL refuses this user or password.';
  if (code === '3D000') return 'The database that DATABASE_URL names does not exist. Create it first: createdb NAME';
  if (code === '42501') return `The database role lacks a right (${message}). See docs/operations.md, “Roles”.`;
  return stack ?? String(error);
}
