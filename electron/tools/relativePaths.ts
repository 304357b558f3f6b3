import path from 'node:path';

/** Takes the work directory off the beginnings of lines: shorter for the model, and the same on every machine. */
export function relativePaths(output: string, workDir: string): string {
  const prefix = workDir.endsWith(path.sep) ? workDir : `${workDir}${path.sep}`;
  return output
    .split('\n')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line))
    .join('\n');
}
