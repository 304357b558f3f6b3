import { AppError } from '../../shared/lib/appError';

/** Each `!(…)` is compiled with all that follows it once more, so the work doubles with each. */
const MOST_NEGATIONS = 3;
const MOST_GROUPS = 8;
const MOST_ALTERNATIVES = 1_000;
/** Of all the patterns that braces stand for together. */
const MOST_CHARACTERS = 100_000;

/**
 * Rejects a pattern whose mere compiling could take the memory of the whole program, which nothing that limits a thread holds back: before it is
 * given to a matcher.
 */
export function refuseCostlyGlob(pattern: string): void {
  const groups = pattern.match(/[?*+@!](?=\()/g) ?? [];
  const negations = groups.filter((sign) => sign === '!').length;
  if (negations > MOST_NEGATIONS)
    throw tooCostly(`more than ${MOST_NEGATIONS} negations !(…)`, 'Leave some out, or search more than once.');
  if (groups.length > MOST_GROUPS)
    throw tooCostly(`more than ${MOST_GROUPS} groups such as @(…)`, 'Use a simpler one, or search more than once.');
  const alternatives = countAlternatives(pattern);
  if (alternatives > MOST_ALTERNATIVES || alternatives * pattern.length > MOST_CHARACTERS)
    throw tooCostly('braces that stand for too many patterns', 'Use a star instead, or search more than once.');
}

function tooCostly(what: string, advice: string): AppError {
  return new AppError('TOOL_FAILED', `The pattern has ${what}. ${advice}`);
}

/** How many patterns one with braces stands for, or more: escapes are not looked at, and braces that do not pair count all of their commas. */
function countAlternatives(pattern: string): number {
  const ranges = [...pattern.matchAll(/([\w-]+)\.\.([\w-]+)/g)].map(([, from = '', to = '']) => lengthOfRange(from, to));
  const inRanges = ranges.reduce((product, length) => product * length, 1);
  return inRanges * (pairedAlternatives(pattern) ?? 2 ** (pattern.match(/,/g)?.length ?? 0));
}

function lengthOfRange(from: string, to: string): number {
  const [first, last] = [Number(from), Number(to)];
  if (Number.isNaN(first) || Number.isNaN(last)) return Math.abs((from.codePointAt(0) ?? 0) - (to.codePointAt(0) ?? 0)) + 1;
  return Math.abs(first - last) + 1;
}

/** Nothing when the braces do not pair. What stands side by side multiplies, what commas part adds up. */
function pairedAlternatives(pattern: string): number | undefined {
  const open: { sum: number; product: number }[] = [];
  let inner = { sum: 0, product: 1 };
  for (const character of pattern) {
    if (character === '{') {
      open.push(inner);
      inner = { sum: 0, product: 1 };
    } else if (character === ',' && open.length > 0) {
      inner = { sum: inner.sum + inner.product, product: 1 };
    } else if (character === '}') {
      const outer = open.pop();
      if (!outer) return undefined;
      inner = { sum: outer.sum, product: outer.product * (inner.sum + inner.product) };
    }
  }
  return open.length === 0 ? inner.product : undefined;
}
