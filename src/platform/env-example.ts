import { VARIABLES } from './config.js';

/** `.env.example`: every variable that Passerelle reads, what it is for, and what holds without it. */
export function envExample(): string {
  const entries = Object.entries(VARIABLES).map(([name, { about, fallback }]) => `# ${about}\n#${name}=${fallback}`);
  return `# Every variable has a default: uncomment what you change. Written by \`npm run generate\`.\n\n${entries.join('\n\n')}\n`;
}
