import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NodemailerError, Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config.js';
import { Failure } from '../errors/failure.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same e-mail: one that is sent again is recognised by whom it reaches. */
  readonly id: string;
}

/** `refused`: the server does not take it for this address; `deferred`: not now. It says nothing of other addresses. */
export type Taking = 'taken' | 'refused' | 'deferred';

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

  /** @throws Failure `unavailable`: the server takes none. Its words may hold addresses and are not passed on. */
  async send({ to, subject, text, id }: Mail): Promise<Taking> {
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
      return 'taken';
    } catch (error) {
      const taking = takingOf(error as NodemailerError);
      if (taking) return taking;
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

/**
 * What the server answered to the one address, or to the e-mail once it had taken the address. An answer to anything before, as to
 * the login or the sender, and 421, with which it closes, are about all that it would be given.
 */
function takingOf({ code, command, responseCode = 0 }: NodemailerError): Taking | undefined {
  if (code === 'EENVELOPE' && command === 'API') return 'refused'; // no address for SMTP: it was not even asked
  if (code === 'EENVELOPE' && command === 'RCPT TO' && responseCode !== 421) return permanence(responseCode);
  return code === 'EMESSAGE' && responseCode >= 500 ? 'refused' : undefined;
}

function permanence(responseCode: number): Taking | undefined {
  if (responseCode >= 500) return 'refused';
  return responseCode >= 400 ? 'deferred' : undefined;
}
