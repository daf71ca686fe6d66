import { Module } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { AbsentMailer } from './drivers/absent-mailer.js';
import { PrintingMailer } from './drivers/printing-mailer.js';
import { SmtpMailer } from './drivers/smtp-mailer.js';
import { Mailer } from './mailer.port.js';

function createMailer({ mail, environment, production }: AppConfig): Mailer {
  if (mail.smtpUrl !== undefined) return new SmtpMailer({ url: mail.smtpUrl, from: mail.from, requireTls: production });
  return environment === 'development' ? new PrintingMailer() : new AbsentMailer();
}

/** The way mail leaves, by the configuration. */
@Module({ providers: [{ provide: Mailer, inject: [AppConfig], useFactory: createMailer }], exports: [Mailer] })
export class MailModule {}
