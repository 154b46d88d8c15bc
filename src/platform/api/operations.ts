import { applyDecorators, Get, HttpCode, Patch, Post, Put, Delete, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { permissionOf } from '../access/requires.js';
import type { ClassOf } from './fields.js';

/** What an operation is: drives status, ETag, If-Match, Idempotency-Key and the OpenAPI document. */
export const OPERATION = 'passerelle:operation';
export interface Operation {
  readonly kind:
    'list' | 'read' | 'create' | 'change' | 'act' | 'put' | 'remove' | 'delta' | 'stream' | 'answer' | 'file';
  readonly returns: ClassOf | undefined;
  readonly summary: string;
  /** Permission of the use case it calls; `nothing` for any authenticated caller. */
  readonly permission: string;
  /** Whether `If-Match` is required. */
  readonly guarded: boolean;
  readonly status: number;
  /** Personal data: `Cache-Control: private, no-store`. */
  readonly personal: boolean;
  /** What has no version of its own: its ETag is the hash of the answer, and a list has one too. */
  readonly unversioned: boolean;
  /** Whether `Idempotency-Key` is required: money and documents. */
  readonly keyed: boolean;
  /** The media type of an answer that is no JSON. */
  readonly media?: string;
  /** Where what was made is read, where that is not the address of the POST and its id; null: nowhere by itself. */
  readonly location?: ((path: string, id: string) => string) | null;
}

/** What a route without an operation tells the OpenAPI document: OAuth, sessions, health, files. */
export const DOCUMENTED = 'passerelle:documented';
export interface Documentation {
  readonly summary: string;
  readonly status?: number;
  /** A form body: its fields and what they are. */
  readonly form?: Readonly<Record<string, string>>;
  /** The published shape that it answers. */
  readonly returns?: ClassOf;
  /** An example of an answer that has no shape of ours; its schema follows from it. Absent, as `returns`: no body. */
  readonly answers?: object;
}

/** Documents a route that is not an operation on a published shape. Every route has either. */
export const Documented = (said: Documentation): MethodDecorator => SetMetadata(DOCUMENTED, said);

/** The largest body of a route, in bytes, where the general limit is too low. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

interface Said {
  summary: string;
  /** The use case: `SomeService.prototype.method`. */
  use: unknown;
  personal?: boolean;
  unversioned?: boolean;
  guarded?: boolean;
  keyed?: boolean;
  status?: number;
  media?: string;
  location?: ((path: string, id: string) => string) | null;
}

function operation(
  kind: Operation['kind'],
  returns: ClassOf | undefined,
  said: Said,
  status: number,
  route: MethodDecorator,
): MethodDecorator {
  const permission = permissionOf(said.use);
  if (permission === undefined) throw new Error(`“${said.summary}” calls a use case that declares no permission`);
  const guarded = said.guarded ?? (kind === 'change' || kind === 'act' || kind === 'remove');
  const spec: Operation = {
    kind,
    returns,
    summary: said.summary,
    permission,
    guarded,
    status: said.status ?? status,
    personal: said.personal ?? true,
    unversioned: said.unversioned ?? false,
    keyed: said.keyed ?? false,
    media: said.media,
    location: said.location,
  };
  return applyDecorators(route, HttpCode(spec.status), SetMetadata(OPERATION, spec));
}

/** `GET` of a keyset page. */
export const Lists = (path: string, returns: ClassOf, said: Said) => operation('list', returns, said, 200, Get(path));
/** `GET` of one resource, with ETag. */
export const Reads = (path: string, returns: ClassOf, said: Said) => operation('read', returns, said, 200, Get(path));
/** `GET` of a document: CSV, PDF. */
export const Files = (path: string, said: Said & { media: string }) =>
  operation('file', undefined, said, 200, Get(path));
/** `GET …/delta`. */
export const Delta = (path: string, returns: ClassOf, said: Said) => operation('delta', returns, said, 200, Get(path));
/** `GET` of server-sent events, each one the shape; it answers as long as the caller listens. */
export const Streams = (path: string, returns: ClassOf, said: Said) =>
  operation('stream', returns, said, 200, Get(path));
/** `POST` that makes something: 201, `Idempotency-Key` honoured. */
export const Creates = (path: string, returns: ClassOf, said: Said) =>
  operation('create', returns, said, 201, Post(path));
/** `POST` of a state-change noun: answers the changed parent, wants its `If-Match`. */
export const Acts = (path: string, returns: ClassOf, said: Said) => operation('act', returns, said, 200, Post(path));
/** `PATCH`, a JSON merge patch; wants `If-Match`. */
export const Changes = (path: string, returns: ClassOf, said: Said) =>
  operation('change', returns, said, 200, Patch(path));
/** `PUT` by external id: 201 or 200. */
export const Puts = (path: string, returns: ClassOf, said: Said) => operation('put', returns, said, 200, Put(path));
/** `PUT` of many at once, each by an identifier of its own: 200, and the same again changes nothing. */
export const PutsMany = (path: string, returns: ClassOf, said: Said) =>
  operation('answer', returns, said, 200, Put(path));
/** `DELETE`: 204. */
export const Removes = (path: string, said: Said) => operation('remove', undefined, said, 204, Delete(path));
/** `POST` that asks and changes nothing: 200, no `Idempotency-Key` needed. */
export const Answers = (path: string, returns: ClassOf | undefined, said: Said) =>
  operation('answer', returns, said, 200, Post(path));
