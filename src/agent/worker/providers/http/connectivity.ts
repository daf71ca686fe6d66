import { MINUTE, SECOND } from '../../../../common/clock.js';

/** Asks whether the outer world answers; resolves within its own short limit and never rejects. */
export type Probe = () => Promise<boolean>;

/** How often an offline machine looks whether it is still one, and how soon a doubt is looked into again. */
const RECHECK = MINUTE;
const DOUBT_AGAIN = 10 * SECOND;

/**
 * Whether the internet can be reached. It is found out in the background: once at the start, again when a provider cannot be
 * connected to, and every minute while there is none, so that no question ever waits for a network that is not there.
 */
export class Connectivity {
  private current: Promise<boolean>;
  private lastLook = Date.now();
  private recheck: NodeJS.Timeout | undefined;
  private found: boolean | undefined;

  constructor(private readonly probe: Probe) {
    this.current = this.look();
  }

  /** The last finding; the first one is waited for. */
  online(): Promise<boolean> {
    return this.current;
  }

  /** The last finding, for who cannot wait; undefined before the first. */
  get lastFinding(): boolean | undefined {
    return this.found;
  }

  /** Somebody could not be connected to: it may be them, it may be us. */
  doubt(): void {
    if (Date.now() - this.lastLook < DOUBT_AGAIN) return;
    this.current = this.look();
  }

  close(): void {
    clearTimeout(this.recheck);
  }

  private async look(): Promise<boolean> {
    this.lastLook = Date.now();
    clearTimeout(this.recheck);
    const online = await this.probe();
    this.found = online;
    if (!online) this.recheck = setTimeout(() => this.lookAgain(), RECHECK).unref();
    return online;
  }

  /** Questions asked meanwhile go by the old finding. */
  private lookAgain(): void {
    const finding = this.look();
    void finding.then(() => (this.current = finding));
  }
}
