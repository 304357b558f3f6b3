import { dice } from '../../support/seeds';

/** What becomes of a step: of its attempts so many fail in that way; the rest would succeed. */
export type Fate = {
  readonly dependsOn: readonly number[];
  readonly failures: number;
  readonly way: 'overloaded' | 'refused' | 'too slow';
  readonly retries: number;
  /** How long each attempt takes; one that is too slow is stopped at `limitMs`. */
  readonly takesMs: number;
  readonly limitMs: number;
};

export type Case = { readonly fates: readonly Fate[]; readonly cap: number };

/** A random graph of `size` steps, whose dependencies come before them, and times among which hardly two are alike. */
export function randomCase(seed: number, size: number): Case {
  const random = dice(seed);
  const fates = Array.from({ length: size }, (_, index): Fate => {
    const dependsOn = Array.from({ length: index === 0 ? 0 : random.below(4) }, () => random.below(index));
    const takesMs = 1 + random.below(1_000_000_000);
    return {
      dependsOn: [...new Set(dependsOn)],
      failures: random.below(4) === 0 ? 1 + random.below(3) : 0,
      way: random.pick(['overloaded', 'refused', 'too slow']),
      retries: random.below(3),
      takesMs,
      limitMs: takesMs + 1 + random.below(1_000_000),
    };
  });
  return { fates, cap: 1 + random.below(8) };
}

/**
 * A run by the words of semantics.md, section 2, as simple as can be and as slow as it likes: what happens when, line by line. It looks at
 * every step again after every happening, and shares no code with the engine.
 */
export function expectedRun({ fates, cap }: Case): string[] {
  const told: string[] = [];
  const status = fates.map(() => 'pending');
  const attempts = fates.map(() => 0);
  /** When a running step's attempt ends, or its wait for the next one. */
  const next = new Map<number, { readonly at: number; readonly what: 'end' | 'retry' }>();
  let now = 0;
  const tell = (words: string) => told.push(`${now} ${words}`);

  function begin(index: number): void {
    const { takesMs, limitMs } = fateOf(index);
    status[index] = 'running';
    attempts[index] = attemptsOf(index) + 1;
    tell(`start s${index} ${attempts[index]}`);
    next.set(index, { at: now + (isTooSlow(index) ? limitMs : takesMs), what: 'end' });
  }

  function end(index: number): void {
    const { failures, way, retries } = fateOf(index);
    const isFailed = attemptsOf(index) <= failures;
    if (isFailed && way !== 'refused' && attemptsOf(index) <= retries) {
      const delay = 0.75 * Math.min(30_000, 500 * 2 ** (attemptsOf(index) - 1));
      tell(`retry s${index} in ${delay}`);
      next.set(index, { at: now + delay, what: 'retry' });
      return;
    }
    next.delete(index);
    status[index] = isFailed ? 'failed' : 'completed';
    tell(`${status[index]} s${index}`);
    if (isFailed) skipBehind([index]);
  }

  /** Nearest first, and in definition order among those equally near. */
  function skipBehind(reached: readonly number[]): void {
    const skipped: number[] = [];
    for (const behind of reached) {
      for (const index of fates.keys()) {
        if (status[index] !== 'pending' || !fateOf(index).dependsOn.includes(behind)) continue;
        status[index] = 'skipped';
        skipped.push(index);
        tell(`skipped s${index}`);
      }
    }
    if (skipped.length > 0) skipBehind(skipped);
  }

  const isTooSlow = (index: number) => fateOf(index).way === 'too slow' && attemptsOf(index) <= fateOf(index).failures;
  const fateOf = (index: number): Fate => fates[index] as Fate; // every index comes from `fates`
  const attemptsOf = (index: number): number => attempts[index] ?? 0;
  const isReady = (index: number) => status[index] === 'pending' && fateOf(index).dependsOn.every((other) => status[other] === 'completed');
  const startReady = () => {
    for (const index of fates.keys()) if (next.size < cap && isReady(index)) begin(index);
  };

  startReady();
  while (next.size > 0) {
    const [index, { at, what }] = [...next].reduce((first, other) => (other[1].at < first[1].at ? other : first));
    now = at;
    if (what === 'end') end(index);
    else begin(index);
    startReady();
  }
  const completed = status.filter((each) => each === 'completed').length;
  tell(`run ${completed === status.length ? 'completed' : completed === 0 ? 'failed' : 'partial'}`);
  return told;
}
