export type Replacement = { readonly from: number; readonly to: number; readonly insert: string };

/** The smallest single replacement that turns one text into another, so that a cursor outside of it stays where it is; `null` if they are equal. */
export function replacementOf(before: string, after: string): Replacement | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
