/** A place where something stops until the test lets it go on. */
export class Gate {
  /** Resolves when somebody has come to it. */
  readonly reached: Promise<void>;
  private arrive!: () => void;
  private readonly opened: Promise<void>;
  private letPass!: () => void;

  constructor() {
    this.reached = new Promise((resolve) => (this.arrive = resolve));
    this.opened = new Promise((resolve) => (this.letPass = resolve));
  }

  /** Called by what is stopped. */
  pass(): Promise<void> {
    this.arrive();
    return this.opened;
  }

  open(): void {
    this.letPass();
  }
}
