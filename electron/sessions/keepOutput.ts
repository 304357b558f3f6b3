import { endOfPart, LONGEST_PART, MOST_KEPT } from '../../shared/session/toolOutput';
import type { ToolOutputStore } from './ports';

/** The call whose output is kept. */
export type OutputPlace = { readonly sessionId: string; readonly callId: string };

/**
 * Keeps what one call puts out, part by part while it comes, so that no more than a part of it is ever in memory. Beyond `MOST_KEPT` the rest is let
 * go, and that is noted.
 */
export class OutputRecord {
  readonly #store: ToolOutputStore;
  readonly #place: OutputPlace;
  #waiting = '';
  #characters = 0;
  #parts = 0;
  #isCut = false;
  #isOver = false;
  #stored: Promise<unknown> = Promise.resolve();

  constructor(store: ToolOutputStore, place: OutputPlace) {
    this.#store = store;
    this.#place = place;
  }

  get isEmpty(): boolean {
    return this.#characters === 0;
  }

  /** What comes after the end is let go. Answers a promise where a part has to be stored: there is room for more once it is. */
  add(text: string): Promise<void> | undefined {
    if (this.#isOver) return undefined;
    const parts = this.#parts;
    const kept = text.slice(0, MOST_KEPT - this.#characters);
    this.#isCut ||= kept.length < text.length;
    this.#characters += kept.length;
    this.#waiting += kept;
    while (this.#waiting.length >= LONGEST_PART) this.#append(endOfPart(this.#waiting));
    if (this.#parts === parts) return undefined;
    return this.#stored.then(
      () => undefined,
      () => undefined, // `end` tells of it
    );
  }

  /** Resolves when all of it can no longer be lost; rejects when some of it could not be stored. */
  async end(): Promise<void> {
    this.#isOver = true;
    if (this.#waiting !== '' || this.#isCut) this.#append(this.#waiting.length);
    await this.#stored;
  }

  #append(length: number): void {
    const text = this.#waiting.slice(0, length);
    this.#waiting = this.#waiting.slice(length);
    const stored = this.#store.append({ ...this.#place, part: this.#parts, text, isCut: this.#isCut });
    this.#parts += 1;
    this.#stored = Promise.all([this.#stored, stored]);
    this.#stored.catch(() => undefined); // `end` tells of it
  }
}
