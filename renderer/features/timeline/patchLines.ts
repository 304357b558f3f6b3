import type { DiffLine } from './textDiff';

/** The hunks of a unified diff, line by line; between hunks something is left out. */
export function patchLines(patch: string): readonly DiffLine[] {
  return patch
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index): DiffLine => {
      if (line.startsWith('@@')) return { kind: 'gap', text: line, key: index };
      if (line.startsWith('+')) return { kind: 'added', text: line.slice(1), key: index };
      if (line.startsWith('-')) return { kind: 'removed', text: line.slice(1), key: index };
      return { kind: 'same', text: line.slice(1), key: index };
    });
}
