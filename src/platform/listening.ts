import { createServer } from 'node:net';
import { ConfigError, type Config } from './config.js';

const NOT_HERE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL']);

/** Refuses at once the address that could not be listened on: else it would show only after the database started and was filled. */
export async function assertListenable({ HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(PORT, HOST, resolve));
  } catch (error) {
    if (NOT_HERE.has((error as NodeJS.ErrnoException).code ?? ''))
      throw new ConfigError(['HOST: no address of this machine']);
    throw error;
  }
  await new Promise((resolve) => server.close(resolve));
}
