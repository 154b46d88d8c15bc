import type { Partner } from './actors.js';

/** `If-Match` with the version that the caller has just read there. */
export async function asRead(partner: Partner, path: string): Promise<{ 'If-Match': string }> {
  const { headers } = await partner.get(path).expect(200);
  return { 'If-Match': headers.etag as string };
}

/** `If-Match` of somebody who has read nothing: where nothing is, no version is wrong. */
export const UNREAD = { 'If-Match': `"1.${'A'.repeat(16)}"` };
