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
  { place, root, pattern, characters, base, withheld, leftOut }: GrepRequest,
  { openInside, markMatching, longLineFinder }: SearchTools,
): string {
  const LONGEST_LINE = 2_000;
  const LONGEST_HELD = 1_000_000;
  const DEEPEST = 40;
  const MOST_ENTRIES = 50_000;
  const fs = process.getBuiltinModule('node:fs');
  const path = process.getBuiltinModule('node:path');
  const { StringDecoder } = process.getBuiltinModule('node:string_decoder');
  const expression = readPattern();
  const longLines = longLineFinder(expression);
  const buffer = Buffer.allocUnsafe(64 * 1024);
  const hits: string[] = [];
  const words = new Set<string>();
  let room = characters;
  let entriesLeft = MOST_ENTRIES;
  let isCut = false;

  function readPattern(): RegExp {
    try {
      return new RegExp(pattern);
    } catch (error) {
      throw new Error(`The pattern is an invalid regex: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function take(file: string, number: number, line: string): void {
    if (isCut) return;
    const shown = line.length > LONGEST_LINE ? partOfLongLine(line) : wholeLine(line);
    if (shown === undefined) return;
    const hit = `${path.relative(root, file)}:${number}:${shown}`;
    room -= hit.length + 1;
    if (room < 0) end(`[output truncated at ${characters} characters]`);
    else hits.push(hit);
  }

  function wholeLine(line: string): string | undefined {
    markMatching(true, line.length);
    return expression.test(line) ? line : undefined;
  }

  function partOfLongLine(line: string): string | undefined {
    markMatching(false);
    const found = longLines.find(line);
    if (found === 'too slow')
      words.add(`[of lines above ${LONGEST_LINE} characters some were left out: the pattern takes too long on them]`);
    else if (found === undefined && line.length >= LONGEST_HELD)
      words.add(`[lines above ${LONGEST_HELD} characters were searched up to there only]`);
    return found === 'too slow' ? undefined : found;
  }

  function end(word: string): void {
    isCut = true;
    words.add(word);
  }

  /** Binary files are left at their first zero byte. Of a line without end the beginning is held. */
  function searchOpened(file: string, descriptor: number): void {
    const decoder = new StringDecoder('utf8');
    let number = 1;
    let rest = '';
    for (let size = read(descriptor); size > 0 && !isCut; size = read(descriptor)) {
      const bytes = buffer.subarray(0, size);
      if (bytes.includes(0)) return;
      const [first = '', ...lines] = decoder.write(bytes).split('\n');
      if (rest.length < LONGEST_HELD) rest = (rest + first).slice(0, LONGEST_HELD);
      for (const line of lines) {
        take(file, number++, rest.endsWith('\r') ? rest.slice(0, -1) : rest);
        rest = line;
      }
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
      if (isCut || entry.name === '.git' || entry.name === 'node_modules' || isWithheld(path.join(folder, entry.name))) continue;
      entriesLeft -= 1;
      if (entriesLeft < 0) end(`[the search ended after ${MOST_ENTRIES} files and folders; search in a smaller folder]`);
      else if (entry.isDirectory()) walk(path.join(folder, entry.name), depth + 1);
      else if (entry.isFile()) search(path.join(folder, entry.name));
    }
  }

  function isWithheld(file: string): boolean {
    const relative = path.relative(base, file).split(path.sep).join('/');
    const isKept = withheld.some((expression) => expression.test(relative));
    if (isKept) words.add(leftOut);
    return isKept;
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
  return [...(hits.length > 0 ? hits : isCut ? [] : ['no matches']), ...words].join('\n');
}
