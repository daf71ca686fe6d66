import { setTimeout } from 'node:timers/promises';
import { type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { SECOND } from '../../../common/clock.js';
import { type Mail, Mailer } from '../mailer.port.js';

/** Pauses before a further try, in milliseconds: a greylisting or restarting server takes the mail a moment later. */
const RETRY_AFTER = [2 * SECOND, 10 * SECOND];

export interface SmtpOptions {
  /** smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
  readonly url: string;
  readonly from: string;
  /** Refuse to send over a connection that the server does not let us encrypt. */
  readonly requireTls: boolean;
}

/** Sends through an SMTP server, over connections it keeps. */
export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter;

  constructor(private readonly options: SmtpOptions) {
    super();
    const url = new URL(options.url);
    this.transport = createTransport({
      host: url.hostname,
      port: url.port === '' ? undefined : Number(url.port),
      secure: url.protocol === 'smtps:',
      requireTLS: options.requireTls,
      auth:
        url.username === ''
          ? undefined
          : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10 * SECOND,
      greetingTimeout: 10 * SECOND,
      socketTimeout: 30 * SECOND,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: Mail): Promise<void> {
    for (const pause of RETRY_AFTER) {
      try {
        await this.deliver(mail);
        return;
      } catch (error) {
        if (isFinal(error)) throw error;
        await setTimeout(pause);
      }
    }
    await this.deliver(mail);
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }

  private async deliver(mail: Mail): Promise<void> {
    await this.transport.sendMail({
      from: this.options.from,
      ...mail,
      // No reply of a machine, no out-of-office note (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }
}

/** A 5xx reply: the server will never take this mail. */
function isFinal(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: number };
  return responseCode !== undefined && responseCode >= 500;
}
