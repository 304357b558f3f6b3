import type { KeptBack, SearchTools } from './searchThread';

export type GrepRequest = KeptBack & {
  /** An absolute file or folder without symbolic links in it. */
  readonly place: string;
  /** The work directory: what lies outside of it is not read, and paths are answered relative to it. */
  readonly root: string;
  readonly pattern: string;
  readonly characters: number;
};

/** Runs on a search thread, sent there as text: it may use nothing from outside its own body. Answers lines of `path:number:text`. */
export function findText(
  { place, root, pattern, characters, base, withheld }: GrepRequest,
  { openInside, markMatching }: SearchTools,
): string {
  const LONGEST_LINE = 2_000;
  const DEEPEST = 40;
  const MOST_ENTRIES = 50_000;
  const fs = process.getBuiltinModule('node:fs');
  const path = process.getBuiltinModule('node:path');
  const { StringDecoder } = process.getBuiltinModule('node:string_decoder');
  const expression = readPattern();
  const buffer = Buffer.allocUnsafe(64 * 1024);
  const hits: string[] = [];
  let room = characters;
  let entriesLeft = MOST_ENTRIES;
  let cut = '';

  function readPattern(): RegExp {
    try {
      return new RegExp(pattern);
    } catch (error) {
      throw new Error(`The pattern is an invalid regex: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function take(file: string, number: number, line: string): void {
    if (line.length > LONGEST_LINE || cut !== '') return;
    markMatching();
    if (!expression.test(line)) return;
    const hit = `${path.relative(root, file)}:${number}:${line}`;
    room -= hit.length + 1;
    if (room < 0) cut = `[output truncated at ${characters} characters]`;
    else hits.push(hit);
  }

  /** Binary files are left at their first zero byte. A line without end is not held. */
  function searchOpened(file: string, descriptor: number): void {
    const decoder = new StringDecoder('utf8');
    let number = 1;
    let rest = '';
    for (let size = read(descriptor); size > 0 && cut === ''; size = read(descriptor)) {
      const bytes = buffer.subarray(0, size);
      if (bytes.includes(0)) return;
      const lines = (rest + decoder.write(bytes)).split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
      for (const line of lines) take(file, number++, line);
      markMatching(false);
    }
    if (rest !== '') take(file, number, rest);
    markMatching(false);
  }

  function read(descriptor: number): number {
    return fs.readSync(descriptor, buffer, 0, buffer.length, null);
  }

  /** What is gone, may not be read or has been moved out of the work directory is passed over. */
  function search(file: string): void {
    let descriptor: number | undefined;
    try {
      descriptor = openInside(file, root);
      if (fs.fstatSync(descriptor).isFile()) searchOpened(file, descriptor);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    } finally {
      if (descriptor !== undefined) fs.closeSync(descriptor);
    }
  }

  /** Neither links nor what other tools keep for themselves. */
  function walk(folder: string, depth: number): void {
    if (depth > DEEPEST) return;
    for (const entry of entriesOf(folder)) {
      if (cut !== '' || entry.name === '.git' || entry.name === 'node_modules' || isWithheld(path.join(folder, entry.name))) continue;
      entriesLeft -= 1;
      if (entriesLeft < 0) cut = `[the search ended after ${MOST_ENTRIES} files and folders; search in a smaller folder]`;
      else if (entry.isDirectory()) walk(path.join(folder, entry.name), depth + 1);
      else if (entry.isFile()) search(path.join(folder, entry.name));
    }
  }

  function isWithheld(file: string): boolean {
    const relative = path.relative(base, file).split(path.sep).join('/');
    return withheld.some((expression) => expression.test(relative));
  }

  function entriesOf(folder: string) {
    try {
      return fs.readdirSync(folder, { withFileTypes: true });
    } catch {
      return [];
    }
  }

  if (fs.lstatSync(place).isDirectory()) walk(place, 0);
  else if (!isWithheld(place)) search(place);
  return [...hits, ...(cut === '' ? [] : [cut])].join('\n') || 'no matches';
}
