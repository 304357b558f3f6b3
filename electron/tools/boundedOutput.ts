/** Collects text of any length in bounded memory: its beginning and its end are kept, since programs say the important things there. */
export class BoundedOutput {
  #head = '';
  #tail = '';
  #length = 0;

  /** `keepWhole` is given all of the text, piece by piece, as soon as it is clear that something of it has to be left out. */
  constructor(
    private readonly headLimit: number,
    private readonly tailLimit: number,
    private readonly keepWhole?: (text: string) => Promise<void> | undefined,
  ) {}

  /** Answers what `keepWhole` does: a promise of room for more. */
  add(text: string): Promise<void> | undefined {
    const wasWhole = this.#length <= this.headLimit + this.tailLimit;
    this.#length += text.length;
    const headRoom = this.headLimit - this.#head.length;
    this.#head += text.slice(0, headRoom);
    this.#tail += text.slice(Math.max(0, headRoom));
    const isWhole = this.#length <= this.headLimit + this.tailLimit;
    const room = isWhole ? undefined : this.keepWhole?.(wasWhole ? this.#head + this.#tail : text);
    // Cut at twice the size, so that many small pieces are not copied again and again.
    if (this.#tail.length > 2 * this.tailLimit) this.#tail = this.#tail.slice(-this.tailLimit);
    return room;
  }

  toString(): string {
    const tail = this.#tail.slice(-this.tailLimit);
    const missing = this.#length - this.#head.length - tail.length;
    return missing === 0 ? this.#head + tail : `${this.#head}\n[${missing} characters left out]\n${tail}`;
  }
}
