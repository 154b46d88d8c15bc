import { ROLES, scopesOf } from '../access/permissions.js';
import type { Schema } from './openapi-schemas.js';

/** Parts of the document that do not depend on the features: headers, parameters, security. */
export const TEXT = (maxLength: number, pattern: string): Schema => ({ type: 'string', maxLength, pattern });

export const HEADERS = {
  RateLimit: {
    description: 'What is left in the window, and the seconds until it begins anew',
    schema: TEXT(100, '^[\\x20-\\x7e]*$'),
    example: '"client";r=5999;t=60',
  },
  'RateLimit-Policy': {
    description: 'The limit: requests `q` in `w` seconds',
    schema: TEXT(100, '^[\\x20-\\x7e]*$'),
    example: '"client";q=6000;w=60',
  },
  'Retry-After': {
    description: 'Seconds after which trying again makes sense',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 },
    example: 1,
  },
  'X-Request-Id': {
    description: 'Under which we find the request; yours when you sent one',
    schema: TEXT(64, '^[\\w-]+$'),
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  },
  'Access-Control-Allow-Origin': {
    description: 'The calling web application’s origin, when this installation allows it',
    schema: TEXT(300, '^[\\x21-\\x7e]*$'),
    example: 'https://app.example',
  },
  ETag: {
    description: '`"<version>.<hash>"`: send it back in `If-Match` to change, in `If-None-Match` to ask again',
    schema: TEXT(40, '^"[\\w.-]+"$'),
    example: '"3.Zm9vYmFyYmF6cXV4"',
  },
  Link: {
    description: 'The next page, `rel="next"`',
    schema: TEXT(4_000, '^[\\x20-\\x7e]*$'),
    example: '</v1/organisations?cursor=eyJ>; rel="next"',
  },
  Location: {
    description: 'Where what was made is',
    schema: TEXT(500, '^/'),
    example: '/v1/organisations/01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10',
  },
  'Idempotent-Replayed': {
    description: 'Present when this is the stored answer of an earlier request with the same key',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate',
    schema: TEXT(200, '^[\\x20-\\x7e]*$'),
    example: 'Bearer realm="passerelle"',
  },
} as const;
export type HeaderName = keyof typeof HEADERS;

const COMMON: HeaderName[] = ['RateLimit', 'RateLimit-Policy', 'X-Request-Id', 'Access-Control-Allow-Origin'];

export function headers(...more: HeaderName[]): Schema {
  return Object.fromEntries([...COMMON, ...more].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

export const SECURITY_SCHEMES = {
  oauth: {
    type: 'oauth2',
    description:
      'For machines. The token is a JWT by the best practices of RFC8725: ES256, audience and issuer pinned, 10 minutes.',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth/token',
        refreshUrl: '/oauth/token',
        scopes: Object.fromEntries([...scopesOf(ROLES)].sort().map((scope) => [scope, `Use cases of ${scope}`])),
      },
    },
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token from `/oauth/token` or `/v1/sessions`: a JWT by the best practices of RFC8725.',
  },
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag that you have read',
  schema: TEXT(64, '^"[\\w.-]+"$'),
  example: HEADERS.ETag.example,
};

export const PARAMETERS: Record<string, Schema> = {
  IfMatch: { ...IF_MATCH, required: true },
  IfMatchOptional: { ...IF_MATCH, required: false },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'An ETag that you hold: 304 when it is still so',
    schema: TEXT(400, '^[\\x20-\\x7e]*$'),
    example: HEADERS.ETag.example,
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Same key and body: one effect, the same answer; kept 72 h',
    schema: TEXT(255, '^[\\x21-\\x7e]+$'),
    example: '9f6c1f0e-import-42',
  },
  RequiredIdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'Same key and body: one effect, the same answer; kept 72 h',
    schema: TEXT(255, '^[\\x21-\\x7e]+$'),
    example: '9f6c1f0e-import-42',
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The `id` of the last event received: goes on after it, without loss or repetition',
    schema: TEXT(1000, '^[\\x21-\\x7e]+$'),
    example: 'WyIwMTkz',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'fr (default) or en, for titles, details and labels',
    schema: TEXT(200, '^[\\x20-\\x7e]*$'),
    example: 'en',
  },
};
