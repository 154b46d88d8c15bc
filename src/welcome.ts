import path from 'node:path';
import type { Config } from './platform/config.js';

/** What the person at the terminal needs first. The `curl` line works when pasted: it reads the secret from the file itself. */
export function welcome(config: Config, baseUrl: string, demoLoadedOn: string | undefined): string[] {
  const lines = [`Passerelle listens on ${baseUrl}`, '', `  reference   ${baseUrl}/docs`];
  if (config.PASSERELLE_GRAPHIQL) lines.push(`  GraphiQL    ${baseUrl}/graphiql`);
  if (demoLoadedOn === undefined) return lines;
  const file = path.resolve(config.PASSERELLE_DATA_DIR, 'demo-credentials.json');
  const credentials = `node -p "const c = require('${file}').clients.find((c) => c.key === 'patrimoine'); c.clientId + ':' + c.clientSecret"`;
  const token = `curl -s -u "$(${credentials})" -d grant_type=client_credentials ${baseUrl}/oauth/token | node -p "JSON.parse(require('fs').readFileSync(0)).access_token"`;
  return [
    ...lines,
    `  credentials ${file}`,
    '',
    `The demonstration was loaded on ${demoLoadedOn}. What a landlord pulls (paste it in another terminal):`,
    '',
    `  curl -s "${baseUrl}/v1/placements/delta?limit=3" -H "Authorization: Bearer $(${token})"`,
    '',
    'Ctrl-C stops it.',
  ];
}
