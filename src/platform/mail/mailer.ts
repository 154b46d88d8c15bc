import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
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
  private transport: Promise<Transporter> | undefined;
  private readonly from: string;
  private readonly host: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.from = config.MAIL_FROM ?? '';
    this.host = new URL(config.PASSERELLE_PUBLIC_URL).hostname;
  }

  get isOn(): boolean {
    return Boolean(this.config.SMTP_URL);
  }

  /** @throws Failure `unavailable`: the server did not take it. Its words may hold addresses and are not passed on. */
  async send({ to, subject, text, id }: Mail): Promise<void> {
    if (!this.isOn) throw new Failure('unavailable');
    try {
      const transport = await (this.transport ??= this.open());
      await transport.sendMail({
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

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }

  private async open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: this.config.SMTP_URL,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}
