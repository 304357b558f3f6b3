import { STREAM_WINDOW } from './protocol';

/** Room on the way to a stream's reader: the next item is only asked for once there is some, however slow the reader. */
export class StreamWindow {
  #room = STREAM_WINDOW;
  #wake: () => void = () => {};

  /** Uses up room for one item; resolves when there is room for the next. */
  async take(): Promise<void> {
    this.#room -= 1;
    while (this.#room <= 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  widen(count: number): void {
    this.#room = Math.min(this.#room + count, STREAM_WINDOW);
    this.#wake();
  }

  /** Lets whoever waits go on, because nobody reads any more. */
  open(): void {
    this.widen(STREAM_WINDOW);
  }
}
