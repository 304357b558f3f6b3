/** Where everything that happens around a run arrives, in order; whoever takes gets all that has gathered. */
export class Mailbox<Mail> {
  #mails: Mail[] = [];
  #wake: (() => void) | undefined;

  post(mail: Mail): void {
    this.#mails.push(mail);
    this.#wake?.();
  }

  /** Resolves with at least one mail. For one taker at a time. */
  async take(): Promise<readonly Mail[]> {
    if (this.#mails.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    const mails = this.#mails;
    this.#mails = [];
    return mails;
  }
}
