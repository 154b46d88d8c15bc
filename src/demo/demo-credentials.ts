import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ClientCredentials } from '../identity/bootstrap.js';

export interface Credentials extends ClientCredentials {
  readonly key: string;
  readonly organisation: string;
  readonly roles: readonly string[];
}

export interface Login {
  readonly key: string;
  readonly email: string;
  readonly password: string;
}

interface CredentialsFile {
  readonly baseUrl: string;
  readonly clients: readonly Credentials[];
  readonly users: readonly Login[];
}

/** Random secrets, for whoever runs this installation alone. */
export function writeCredentials(dataDir: string, file: CredentialsFile): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const name = path.join(dataDir, 'demo-credentials.json');
  writeFileSync(name, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  chmodSync(name, 0o600);
}
