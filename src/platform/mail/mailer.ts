import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config.js';
import { Failure } from '../errors/failure.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same e-mail: one that is sent again is recognised by whom it reaches. */
  readonly id: string;
}

/** Milliseconds for a server to answer. */
const PATIENCE_MS = 15_000;

/** Plain e-mails by SMTP. Off where no server is configured. They leave our hands: nothing about people may be in them. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter | undefined;
  private readonly from: string;
  private readonly host: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.from = config.MAIL_FROM ?? '';
    this.host = new URL(config.PASSERELLE_PUBLIC_URL).hostname;
    this.transport = config.SMTP_URL
      ? createTransport({
          url: config.SMTP_URL,
          connectionTimeout: PATIENCE_MS,
          greetingTimeout: PATIENCE_MS,
          socketTimeout: PATIENCE_MS,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      : undefined;
  }

  get isOn(): boolean {
    return this.transport !== undefined;
  }

  /** @throws Failure `unavailable`: the server did not take it. Its words may hold addresses and are not passed on. */
  async send({ to, subject, text, id }: Mail): Promise<void> {
    if (!this.transport) throw new Failure('unavailable');
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${this.host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch {
      throw new Failure('unavailable', { retryAfter: 60 });
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}
