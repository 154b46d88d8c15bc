import { HEADERS, headers, TEXT, type HeaderName } from './openapi-parts.js';
import type { Schema } from './openapi-schemas.js';

/** What the document says of refusals: one example a status, one schema for all (RFC 9457). */
const PROBLEMS: Record<number, { code: string; title: string; detail: string; more?: HeaderName[] }> = {
  400: {
    code: 'invalid_query',
    title: 'Invalid query parameter',
    detail: 'A query parameter is unknown or invalid; see `errors`.',
  },
  401: {
    code: 'unauthenticated',
    title: 'Authentication required',
    detail: 'The access token is missing, expired, revoked or invalid.',
    more: ['WWW-Authenticate'],
  },
  403: {
    code: 'forbidden',
    title: 'Not permitted',
    detail: 'Neither your organisation’s roles nor your token’s scope give the permission.',
  },
  404: { code: 'not_found', title: 'Not found', detail: 'Nothing at this address that you may see.' },
  409: {
    code: 'conflict',
    title: 'Conflict',
    detail:
      'A rule or the current state stands against it; `code` and `detail` say which, and what would make it possible.',
  },
  410: {
    code: 'expired_token',
    title: 'Expired sync token',
    detail:
      'This token is older than 30 days, precedes a restore, or the caseload of who reads, or her functions, have changed since. Read everything again, without a token.',
  },
  412: {
    code: 'precondition_failed',
    title: 'Stale version',
    detail: 'The resource changed since you read it. Read it again and retry with its new ETag.',
  },
  413: { code: 'payload_too_large', title: 'Body too large', detail: 'The body exceeds the accepted size.' },
  415: {
    code: 'unsupported_media_type',
    title: 'Unsupported media type',
    detail: 'Send JSON: `Content-Type: application/json`.',
  },
  422: {
    code: 'invalid_input',
    title: 'Invalid input',
    detail: 'One or more values are not acceptable; see `errors`.',
  },
  428: {
    code: 'precondition_required',
    title: 'If-Match required',
    detail: 'Read the resource and send its ETag in `If-Match`.',
  },
  429: {
    code: 'too_many_requests',
    title: 'Too many requests',
    detail: 'The limit is reached; wait as `Retry-After` says.',
    more: ['Retry-After'],
  },
  500: { code: 'internal', title: 'Internal error', detail: 'An error of ours, recorded under `requestId`.' },
  503: {
    code: 'unavailable',
    title: 'Service unavailable',
    detail: 'Retry in a few seconds; nothing was done.',
    more: ['Retry-After'],
  },
};

const FAULT = { pointer: '/name', code: 'text_too_long', detail: 'At most 200 characters.' };

function problemOf(status: string): Schema {
  const { code, title, detail } = PROBLEMS[Number(status)]!;
  return {
    type: `https://passerelle.example/problems/${code}`,
    title,
    status: Number(status),
    detail,
    instance: '/v1/organisations',
    code,
    requestId: HEADERS['X-Request-Id'].example,
    ...(status === '422' ? { errors: [FAULT] } : {}),
  };
}

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
      errors: {
        type: 'array',
        maxItems: 50,
        items: { $ref: '#/components/schemas/InputFault' },
        description: 'For input: every fault',
      },
    },
    example: problemOf('422'),
  },
  InputFault: {
    type: 'object',
    title: 'InputFault',
    description: 'One thing wrong with an input',
    required: ['pointer', 'code', 'detail'],
    properties: {
      pointer: {
        ...TEXT(500, '^(/[^\\u0000]*)?$'),
        description: 'Where: JSON pointer into the body or the query',
        example: FAULT.pointer,
      },
      code: { ...TEXT(100, '^[a-z0-9_]+$'), description: 'Which rule; stable', example: FAULT.code },
      detail: {
        ...TEXT(2_000, '^[^\\u0000]*$'),
        description: 'In words; never holds the value',
        example: FAULT.detail,
      },
    },
    example: FAULT,
  },
};

export function problemResponses(): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, { title, more = [] }]) => [
      `Problem${status}`,
      {
        description: title,
        headers: headers(...more),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: problemOf(status),
          },
        },
      },
    ]),
  );
}

export const refusals = (...statuses: number[]): Schema =>
  Object.fromEntries(
    statuses
      .sort((a, b) => a - b)
      .map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );
