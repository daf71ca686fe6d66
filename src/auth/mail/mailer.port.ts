/** One plain-text mail. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export abstract class Mailer {
  /** Resolves when somebody else is responsible for it. @throws Error when nobody took it */
  abstract send(mail: Mail): Promise<void>;
}
