import { diffLines } from 'diff';

/** A line of a difference; `gap` stands for lines that both have and that are not shown. `key` is its place. */
export type DiffLine = { readonly kind: 'same' | 'added' | 'removed' | 'gap'; readonly text: string; readonly key: number };

/** Lines around a difference that are shown. */
const CONTEXT = 3;
/** Beyond this many differences the texts have nothing to do with each other, and looking longer would only take time. */
const MOST_EDITS = 1000;

/** How one text becomes another, line by line. */
export function textDiff(left: string, right: string): readonly DiffLine[] {
  if (left === right) return [];
  const parts = diffLines(asLines(left), asLines(right), { maxEditLength: MOST_EDITS });
  const lines = parts
    ? parts.flatMap(({ value, added, removed }) => linesOf(value, added ? 'added' : removed ? 'removed' : 'same'))
    : [...linesOf(asLines(left), 'removed'), ...linesOf(asLines(right), 'added')];
  return withGaps(lines).map((line, key) => ({ ...line, key }));
}

type Line = Omit<DiffLine, 'key'>;

/** Every line ends alike, so that a last one without its end is no difference. */
function asLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function linesOf(text: string, kind: DiffLine['kind']): Line[] {
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => ({ kind, text: line }));
}

function withGaps(lines: readonly Line[]): readonly Line[] {
  const isNear = lines.map(() => false);
  lines.forEach(({ kind }, index) => {
    if (kind !== 'same') isNear.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const shown: Line[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line && isNear[index]) shown.push(line);
    else {
      const end = isNear.indexOf(true, index);
      const count = (end === -1 ? lines.length : end) - index;
      shown.push({ kind: 'gap', text: count === 1 ? '1 line the same' : `${count} lines the same` });
      index += count - 1;
    }
  }
  return shown;
}
