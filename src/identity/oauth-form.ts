import { oauthFailure } from './identity.reasons.js';

/** The parameters of an OAuth request that we know; others are ignored, as RFC 6749 §3.2 asks. */
const PARAMETERS = [
  'grant_type',
  'scope',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'token',
  'token_type_hint',
] as const;
export type Form = { readonly [P in (typeof PARAMETERS)[number]]?: string };

const MAX_VALUE = 8192;

/** Reads a form; a parameter given twice is refused, an empty one counts as absent. */
export function formOf(contentType: string | undefined, body: unknown): Form {
  const isForm = contentType?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  if (!isForm || typeof body !== 'object' || body === null) throw oauthFailure('invalid_request');
  const given = PARAMETERS.map((name) => [name, (body as Record<string, unknown>)[name]] as const).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  if (given.some(([, value]) => typeof value !== 'string' || value.length > MAX_VALUE))
    throw oauthFailure('invalid_request');
  return Object.fromEntries(given) as Form;
}

/** Client id and secret of `Authorization: Basic`, each form-encoded (RFC 6749 §2.3.1); undefined without that header. */
export function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  if (header === undefined) return undefined;
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(header)?.[1];
  if (encoded === undefined) throw oauthFailure('invalid_client');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw oauthFailure('invalid_client');
  return { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw oauthFailure('invalid_client');
  }
}
