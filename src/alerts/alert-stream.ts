import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { Failure } from '../platform/errors/failure.js';

/** Why a stream ends; the client comes back with its last `id`, after `token_expired` with another token. */
type Ending = 'token_expired' | 'unauthenticated' | 'unavailable' | 'shutdown';

interface StreamEvent {
  /** Its `id`: what comes after it is what comes after this token. */
  readonly token: string;
  readonly name: 'changed' | 'removed';
  /** JSON. */
  readonly data: string;
}

export interface StreamPage {
  readonly events: readonly StreamEvent[];
  readonly hasMore: boolean;
  readonly token: string;
}

/** Milliseconds after which a client that lost its stream comes back. */
const RETRY_MS = 2000;
/** Milliseconds that a reader has to take what is left. */
const GRACE_MS = 2000;
const BUFFER_BYTES = 64 * 1024;

/**
 * One stream of events. It holds no connection of the pool: when it is woken it asks as its caller, under the policies of that
 * moment, for what came after its place, writes it, and sleeps. A slow reader slows only itself.
 */
export class AlertStream {
  readonly body = new PassThrough({ highWaterMark: BUFFER_BYTES });
  private readonly gone = new AbortController();
  private isAsked = false;
  private running: Promise<void> | undefined;

  constructor(
    private token: string,
    /** What came after a token, as the caller sees it now. */
    private readonly read: (token: string) => Promise<StreamPage>,
  ) {
    this.body.once('close', () => this.gone.abort());
    this.body.on('error', () => this.gone.abort()); // the client went away in the middle of an event
  }

  /** Refuses a token that is not good, before anything is answered. */
  async begin(): Promise<void> {
    const page = await this.read(this.token);
    this.running = this.run(async () => {
      await this.write(`retry: ${RETRY_MS}\nid: ${this.token}\nevent: ready\ndata: {}\n\n`);
      await this.tell(page);
    });
  }

  /** There may be something new. */
  wake(): void {
    this.isAsked = true;
    this.running ??= this.run();
  }

  /** A sign of life, and the question whether the token is still in force. */
  beat(): void {
    if (this.running || this.gone.signal.aborted) return;
    this.body.write(': \n\n');
    this.wake();
  }

  end(reason: Ending): void {
    if (this.gone.signal.aborted) return;
    this.body.end(`event: end\ndata: {"reason":"${reason}"}\n\n`);
    this.gone.abort();
    setTimeout(() => this.body.destroy(), GRACE_MS).unref();
  }

  private async run(first?: () => Promise<void>): Promise<void> {
    try {
      await first?.();
      while (this.isAsked && !this.gone.signal.aborted) {
        this.isAsked = false;
        await this.tell(await this.read(this.token));
      }
    } catch (error) {
      this.end(error instanceof Failure && error.code === 'unauthenticated' ? 'unauthenticated' : 'unavailable');
    }
    this.running = undefined;
  }

  private async tell({ events, hasMore, token }: StreamPage): Promise<void> {
    for (const event of events) await this.write(`id: ${event.token}\nevent: ${event.name}\ndata: ${event.data}\n\n`);
    this.token = token;
    if (hasMore) this.isAsked = true;
  }

  private async write(text: string): Promise<void> {
    this.gone.signal.throwIfAborted();
    if (!this.body.write(text)) await once(this.body, 'drain', { signal: this.gone.signal });
  }
}
