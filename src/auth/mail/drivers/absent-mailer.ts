import { Logger } from '@nestjs/common';
import { Mailer } from '../mailer.port.js';

/** Where no mail server is configured: says so once, and sends nothing. */
export class AbsentMailer extends Mailer {
  constructor() {
    super();
    new Logger(AbsentMailer.name).warn('SMTP_URL is not set: nobody can verify an e-mail or reset a password.');
  }

  async send(): Promise<void> {}
}
