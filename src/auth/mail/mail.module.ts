import { Module } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { AbsentMailer } from './drivers/absent-mailer.js';
import { PrintingMailer } from './drivers/printing-mailer.js';
import { Mailer } from './mailer.port.js';

async function createMailer({ mail, environment, production }: AppConfig): Promise<Mailer> {
  if (mail.smtpUrl !== undefined) {
    // A start without mail does not wait for its library.
    const { SmtpMailer } = await import('./drivers/smtp-mailer.js');
    return new SmtpMailer({ url: mail.smtpUrl, from: mail.from, requireTls: production });
  }
  return environment === 'development' ? new PrintingMailer() : new AbsentMailer();
}

/** The way mail leaves, by the configuration. */
@Module({ providers: [{ provide: Mailer, inject: [AppConfig], useFactory: createMailer }], exports: [Mailer] })
export class MailModule {}
