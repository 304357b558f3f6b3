/** A queue of numbers that gives the least first: a binary heap, so that ten thousand ready steps cost no more each than ten. */
export class StepQueue {
  readonly #heap: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(value: number): void {
    const heap = this.#heap;
    let place = heap.push(value) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] ?? value;
      if (above <= value) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = value;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const moved = heap.pop();
    if (moved === undefined || heap.length === 0) return least;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      if ((heap[child + 1] ?? Number.POSITIVE_INFINITY) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? moved;
      if (below >= moved) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = moved;
    return least;
  }
}
