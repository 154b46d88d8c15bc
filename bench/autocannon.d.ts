/** The part of autocannon 9 that the bench uses; it brings no types. */
declare module 'autocannon' {
  export interface Request {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    /** Makes each request anew, from this one. */
    readonly setupRequest?: (request: Request) => Request;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly duration?: number;
    /** So many requests, however long they take. */
    readonly amount?: number;
    readonly headers?: Record<string, string>;
    readonly requests?: readonly Request[];
    /** Called with each connection before its first request. */
    readonly setupClient?: (client: { setRequests(requests: Request[]): void }) => void;
  }
  export interface Result {
    readonly requests: { readonly total: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly duration: number;
    readonly errors: number;
    readonly non2xx: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
