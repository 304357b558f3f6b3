/** A batch is cut where its text passes this many characters, so that it stays far below any carrier's limit on one frame. */
const MAX_BATCH_CHARACTERS = 256 * 1024;

/**
 * Gathers messages until `flush` and hands them out as JSON arrays: on a socket many messages of one turn of the event loop cost little
 * more than one. A message is turned into JSON at once, so that what can't be is reported to who sent it.
 */
export class Batch {
  readonly #schedule: (flush: () => void) => void;
  readonly #deliver: (frame: string) => void;
  #texts: string[] = [];
  #characters = 0;

  constructor(schedule: (flush: () => void) => void, deliver: (frame: string) => void) {
    this.#schedule = schedule;
    this.#deliver = deliver;
  }

  add(message: unknown): void {
    const text = JSON.stringify(message);
    if (this.#characters + text.length > MAX_BATCH_CHARACTERS) this.flush();
    if (this.#texts.length === 0) this.#schedule(() => this.flush());
    this.#texts.push(text);
    this.#characters += text.length;
  }

  flush(): void {
    if (this.#texts.length === 0) return;
    const frame = `[${this.#texts.join(',')}]`;
    this.#texts = [];
    this.#characters = 0;
    this.#deliver(frame);
  }
}

/** The messages of one frame, or `undefined` when it is none. */
export function readBatch(frame: string): readonly unknown[] | undefined {
  try {
    const messages: unknown = JSON.parse(frame);
    return Array.isArray(messages) ? messages : undefined;
  } catch {
    return undefined;
  }
}
