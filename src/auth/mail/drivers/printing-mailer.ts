import { type Mail, Mailer } from '../mailer.port.js';

/**
 * For development without a mail server: writes each mail to standard output, beside the log and past its masking of
 * tokens, as its link is what the developer needs.
 */
export class PrintingMailer extends Mailer {
  async send(mail: Mail): Promise<void> {
    process.stdout.write(
      `${JSON.stringify({ level: 'info', msg: 'A mail that nobody sends (set SMTP_URL)', mail })}\n`,
    );
  }
}
