/**
 * Whether one more request may be answered now: at most `perSecond` in any second that begins with a request. `now` is in milliseconds and never
 * goes back.
 */
export function createRequestRate(perSecond: number, now: () => number = () => performance.now()): { admits(): boolean } {
  let startedAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    admits() {
      if (now() - startedAt >= 1_000) {
        startedAt = now();
        count = 0;
      }
      count += 1;
      return count <= perSecond;
    },
  };
}
