import { SMTPServer } from 'smtp-server';

export interface Received {
  readonly to: string[];
  /** As it came: headers and text, decoded of quoted-printable. */
  readonly text: string;
}

/** A server for e-mails at the border: keeps what it is given, or refuses it. */
export class FakeMailServer {
  readonly received: Received[] = [];
  refuses = false;
  /** Addresses that it does not know, and those that it takes later. */
  readonly unknown = new Set<string>();
  readonly later = new Set<string>();
  /** Every address that it was asked to take. */
  readonly asked: string[] = [];
  url = '';

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      this.asked.push(address);
      if (this.unknown.has(address)) return done(answering(550));
      done(this.later.has(address) ? answering(450) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (this.refuses) return done(new Error('Not now'));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.received.push({ to, text: decoded(Buffer.concat(chunks).toString('utf8')) });
        done();
      });
    },
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `smtp://127.0.0.1:${(this.server.server.address() as { port: number }).port}`;
    return this;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function answering(responseCode: number): Error {
  return Object.assign(new Error('Not this one'), { responseCode });
}

function decoded(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (!/quoted-printable/i.test(head)) return raw;
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return `${head}\r\n\r\n${Buffer.from(bytes, 'latin1').toString('utf8')}`;
}
