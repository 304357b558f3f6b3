/** Of a longer line the rest is let go. */
const LONGEST_LINE = 8 * 1024;

/** Puts lines together from text that comes in pieces. `end` hands over what has no end yet. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  #line = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(text: string): void {
    const [rest = '', ...further] = text.split('\n');
    this.#grow(rest);
    for (const next of further) {
      this.end();
      this.#grow(next);
    }
  }

  end(): void {
    if (this.#line !== '') this.#onLine(this.#line);
    this.#line = '';
  }

  #grow(text: string): void {
    if (this.#line.length < LONGEST_LINE) this.#line += text.slice(0, LONGEST_LINE - this.#line.length);
  }
}
