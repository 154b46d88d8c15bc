import { ROLES, scopesOf } from '../access/permissions.js';
import type { Schema } from './openapi-schemas.js';

/** Parts of the document that do not depend on the features: headers, problems, security. */
const TEXT = (maxLength: number, pattern: string): Schema => ({ type: 'string', maxLength, pattern });

export const HEADERS = {
  RateLimit: { description: 'What is left in the window, and the seconds until it begins anew', schema: TEXT(100, '^[\\x20-\\x7e]*$'), example: '"client";r=5999;t=60' },
  'RateLimit-Policy': { description: 'The limit: requests `q` in `w` seconds', schema: TEXT(100, '^[\\x20-\\x7e]*$'), example: '"client";q=6000;w=60' },
  'Retry-After': { description: 'Seconds after which trying again makes sense', schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 }, example: 1 },
  'X-Request-Id': { description: 'Under which we find the request; yours when you sent one', schema: TEXT(64, '^[\\w-]+$'), example: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  'Access-Control-Allow-Origin': { description: 'The calling web application’s origin, when this installation allows it', schema: TEXT(300, '^[\\x21-\\x7e]*$'), example: 'https://app.example' },
  ETag: { description: '`"<version>.<hash>"`: send it back in `If-Match` to change, in `If-None-Match` to ask again', schema: TEXT(40, '^"[\\w.-]+"$'), example: '"3.Zm9vYmFyYmF6cXV4"' },
  Link: { description: 'The next page, `rel="next"`', schema: TEXT(4_000, '^[\\x20-\\x7e]*$'), example: '</v1/organisations?cursor=eyJ>; rel="next"' },
  Location: { description: 'Where what was made is', schema: TEXT(500, '^/'), example: '/v1/organisations/01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10' },
  'Idempotent-Replayed': { description: 'Present when this is the stored answer of an earlier request with the same key', schema: { type: 'string', enum: ['true'] }, example: 'true' },
  'WWW-Authenticate': { description: 'How to authenticate', schema: TEXT(200, '^[\\x20-\\x7e]*$'), example: 'Bearer realm="passerelle"' },
} as const;
export type HeaderName = keyof typeof HEADERS;

const COMMON: HeaderName[] = ['RateLimit', 'RateLimit-Policy', 'X-Request-Id', 'Access-Control-Allow-Origin'];

export function headers(...more: HeaderName[]): Schema {
  return Object.fromEntries([...COMMON, ...more].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const PROBLEMS: Record<number, { code: string; title: string; detail: string; more?: HeaderName[] }> = {
  400: { code: 'invalid_query', title: 'Invalid query parameter', detail: 'A query parameter is unknown or invalid; see `errors`.' },
  401: { code: 'unauthenticated', title: 'Authentication required', detail: 'The access token is missing, expired, revoked or invalid.', more: ['WWW-Authenticate'] },
  403: { code: 'forbidden', title: 'Not permitted', detail: 'Neither your organisation’s roles nor your token’s scope give the permission.' },
  404: { code: 'not_found', title: 'Not found', detail: 'Nothing at this address that you may see.' },
  409: { code: 'conflict', title: 'Conflict', detail: 'A rule or the current state stands against it; `code` and `detail` say which, and what would make it possible.' },
  410: { code: 'expired_token', title: 'Expired sync token', detail: 'This token is older than 30 days or precedes a restore. Read everything again, without a token.' },
  412: { code: 'precondition_failed', title: 'Stale version', detail: 'The resource changed since you read it. Read it again and retry with its new ETag.' },
  413: { code: 'payload_too_large', title: 'Body too large', detail: 'The body exceeds the accepted size.' },
  415: { code: 'unsupported_media_type', title: 'Unsupported media type', detail: 'Send JSON: `Content-Type: application/json`.' },
  422: { code: 'invalid_input', title: 'Invalid input', detail: 'One or more values are not acceptable; see `errors`.' },
  428: { code: 'precondition_required', title: 'If-Match required', detail: 'Read the resource and send its ETag in `If-Match`.' },
  429: { code: 'too_many_requests', title: 'Too many requests', detail: 'The limit is reached; wait as `Retry-After` says.', more: ['Retry-After'] },
  500: { code: 'internal', title: 'Internal error', detail: 'An error of ours, recorded under `requestId`.' },
  503: { code: 'unavailable', title: 'Service unavailable', detail: 'Retry in a few seconds; nothing was done.', more: ['Retry-After'] },
};

export const PROBLEM_SCHEMAS: Record<string, Schema> = {
  Problem: {
    type: 'object',
    title: 'Problem',
    description: 'RFC 9457. `code` is stable; `title` and `detail` follow `Accept-Language`.',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri', maxLength: 300, description: 'Answers with an explanation' },
      title: { ...TEXT(200, '^[^\\u0000]*$'), description: 'What kind of problem' },
      status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599, description: 'The HTTP status' },
      detail: { ...TEXT(2_000, '^[^\\u0000]*$'), description: 'What is wrong here, and what would make it possible' },
      instance: { ...TEXT(300, '^[^\\u0000]*$'), description: 'The path that was asked' },
      code: { ...TEXT(100, '^[a-z0-9_]+$'), description: 'Stable, never translated' },
      requestId: { ...TEXT(64, '^[\\w-]*$'), description: 'Under which we find the request' },
      errors: { type: 'array', maxItems: 50, items: { $ref: '#/components/schemas/InputFault' }, description: 'For input: every fault' },
    },
  },
  InputFault: {
    type: 'object',
    title: 'InputFault',
    description: 'One thing wrong with an input',
    required: ['pointer', 'code', 'detail'],
    properties: {
      pointer: { ...TEXT(500, '^(/[^\\u0000]*)?$'), description: 'Where: JSON pointer into the body or the query', example: '/name' },
      code: { ...TEXT(100, '^[a-z0-9_]+$'), description: 'Which rule; stable', example: 'text_too_long' },
      detail: { ...TEXT(2_000, '^[^\\u0000]*$'), description: 'In words; never holds the value', example: 'At most 200 characters.' },
    },
  },
};

export function problemResponses(): Record<string, Schema> {
  return Object.fromEntries(Object.entries(PROBLEMS).map(([status, { code, title, detail, more = [] }]) => [`Problem${status}`, {
    description: title,
    headers: headers(...more),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: {
          type: `https://passerelle.example/problems/${code}`, title, status: Number(status), detail, instance: '/v1/organisations', code,
          requestId: HEADERS['X-Request-Id'].example,
          ...(status === '422' ? { errors: [{ pointer: '/name', code: 'text_too_long', detail: 'At most 200 characters.' }] } : {}),
        },
      },
    },
  }]));
}

export const refusals = (...statuses: number[]): Schema =>
  Object.fromEntries(statuses.sort((a, b) => a - b).map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]));

export const SECURITY_SCHEMES = {
  oauth: {
    type: 'oauth2',
    description: 'For machines. The token is a JWT by the best practices of RFC8725: ES256, audience and issuer pinned, 10 minutes.',
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

export const PARAMETERS: Record<string, Schema> = {
  IfMatch: { name: 'If-Match', in: 'header', required: true, description: 'The ETag that you have read', schema: TEXT(64, '^("[\\w.-]+"|\\*)$'), example: HEADERS.ETag.example },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', required: false, description: 'An ETag that you hold: 304 when it is still so', schema: TEXT(400, '^[\\x20-\\x7e]*$'), example: HEADERS.ETag.example },
  IdempotencyKey: { name: 'Idempotency-Key', in: 'header', required: false, description: 'Same key and body: one effect, the same answer; kept 72 h', schema: TEXT(255, '^[\\x21-\\x7e]+$'), example: '9f6c1f0e-import-42' },
  AcceptLanguage: { name: 'Accept-Language', in: 'header', required: false, description: 'fr (default) or en, for titles, details and labels', schema: TEXT(200, '^[\\x20-\\x7e]*$'), example: 'en' },
};
