import { hash } from 'node:crypto';

/** `"<version>.<hash of the body>"`: If-Match compares the version, If-None-Match the whole (`design.md` G). */
export function etagOf(version: number, body: string): string {
  return `"${version}.${hash('sha1', body, 'base64url').slice(0, 16)}"`;
}

/** The version in an `If-Match` header, undefined when it holds no ETag of ours. Weak tags never match. */
export function versionIn(header: string): number | undefined {
  const found = /^\s*"(\d{1,9})\.[\w-]{16}"\s*$/.exec(header);
  return found ? Number(found[1]) : undefined;
}

/** Whether `If-None-Match` names this ETag (weak comparison, as RFC 9110 asks). */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
