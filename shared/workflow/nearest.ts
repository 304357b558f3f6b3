/** Comparing costs time, and after this many wrong names nobody needs another hint. */
const MOST_HINTS = 20;
const LONGEST_NAME = 64;

/** Answers "did you mean …?" for a few wrong names against the same candidates. */
export function suggester(candidates: Iterable<string>): (name: string) => string | undefined {
  const names = [...candidates].filter((name) => name.length <= LONGEST_NAME);
  const hints = new Map<string, string | undefined>();
  return (name) => {
    if (!hints.has(name) && hints.size < MOST_HINTS && name.length <= LONGEST_NAME) hints.set(name, nearest(name, names));
    return hints.get(name);
  };
}

/** The candidate that was most likely meant, if one is close: equal but for case, or at most half its letters and three away. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
