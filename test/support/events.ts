import { get, type ClientRequest, type IncomingMessage } from 'node:http';

export interface ServerSentEvent {
  id?: string;
  event: string;
  data: Record<string, unknown>;
}

/** A client of server-sent events that keeps what it received. */
export class EventClient {
  readonly events: ServerSentEvent[] = [];
  lastId: string | undefined;
  private ended = false;

  private constructor(
    readonly status: number,
    private readonly request: ClientRequest,
  ) {}

  /** A connection of its own: `fetch` would open another when this one is closed. */
  static open(url: string, token: string, headers: Record<string, string> = {}): Promise<EventClient> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers: { Authorization: `Bearer ${token}`, ...headers } });
      request.on('error', reject);
      request.on('response', (answer) => {
        const client = new EventClient(answer.statusCode!, request);
        void client.read(answer);
        resolve(client);
      });
    });
  }

  /** What was told of nouns: neither the beginning nor the end. */
  get told(): ServerSentEvent[] {
    return this.events.filter(({ event }) => ['changed', 'removed'].includes(event));
  }

  /** Patient: an open transaction of any other test on this server holds the horizon back, and with it what is told. */
  async until(what: string, holds: (client: EventClient) => boolean, ms = 40_000): Promise<void> {
    for (const end = performance.now() + ms; !holds(this);) {
      if (performance.now() > end) throw new Error(`Not in time: ${what}; got ${JSON.stringify(this.events)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get isOver(): boolean {
    return this.ended;
  }

  close(): void {
    this.request.destroy();
  }

  private async read(body: IncomingMessage): Promise<void> {
    let text = '';
    try {
      for await (const chunk of body.setEncoding('utf8')) {
        const parts = (text + String(chunk)).split('\n\n');
        text = parts.pop()!;
        parts.forEach((part) => this.take(part));
      }
    } catch {
      // Closed from here.
    }
    this.ended = true;
  }

  private take(part: string): void {
    const lines = part.split('\n').map((line) => /^(\w+): (.*)$/.exec(line));
    const fields = Object.fromEntries(lines.flatMap((found) => (found ? [[found[1]!, found[2]!]] : []))) as Record<
      string,
      string
    >;
    if (!fields.event) return;
    this.lastId = fields.id ?? this.lastId;
    this.events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data!) as Record<string, unknown> });
  }
}
