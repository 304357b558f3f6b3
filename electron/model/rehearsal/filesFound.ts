/** The paths in the output of `glob`, shallow ones first, then by name: the tool's own order is by time and changes from day to day. */
export function filesFound(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const paths = lines.filter((line) => line !== '' && !/^(?:no (?:matches|files)\b|\(|\[|…|\.\.\.)/i.test(line));
  return paths.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** How many files the output of `glob` speaks of: it lists the newest and counts the rest. */
export function countFiles(output: string): number {
  const leftOut = /^\[(\d+) older files? left out\]$/m.exec(output)?.[1];
  return filesFound(output).length + Number(leftOut ?? 0);
}

/** Places in the output of `grep`: `path:line:text`. */
export function matchesFound(output: string): { readonly file: string; readonly line: string; readonly text: string }[] {
  return output.split('\n').flatMap((row) => {
    const match = /^(.+?):(\d+):(.*)$/.exec(row);
    return match ? [{ file: match[1] ?? '', line: match[2] ?? '', text: (match[3] ?? '').trim() }] : [];
  });
}

function depth(path: string): number {
  return path.split('/').length;
}
