import type { PossibleCommand } from './possibleCommands';
import { type Name, possibleNames, programNames } from './possibleNames';
import { ANY, isFixed, type ShellWord } from './shellWord';
import { mayFit } from './wildcard';

/** A pattern of a rule with the text that all it fits begins with. */
type Pattern = { readonly pattern: string; readonly head: string; readonly program: string | undefined };
const MOST_COMPARED = 3_000_000;
const MOST_SKIPPED = 8;
/** The place of the first pattern that some of the commands fits, or may fit once the shell has put in what is not known yet. */
export function firstMet(patterns: readonly string[], commands: readonly PossibleCommand[], workDir: string): number | undefined {
  const comparison = new Comparison(workDir);
  const parsed = patterns.map(parsePattern);
  const found = parsed.findIndex((pattern) => commands.some((command) => comparison.meets(pattern, command)));
  return found < 0 ? undefined : found;
}

class Comparison {
  readonly #workDir: string;
  #left = MOST_COMPARED;
  readonly #lines = new WeakMap<PossibleCommand, Line>();

  constructor(workDir: string) {
    this.#workDir = workDir;
  }

  meets(pattern: Pattern, command: PossibleCommand): boolean {
    const line = this.#lineOf(command);
    const last = command.begins === 'whole' || pattern.head === '' ? 0 : line.names.length - 1;
    for (let place = 0; place <= last; place += 1) {
      for (const name of line.names[place] ?? []) if (mayBegin(pattern, name) && this.#fits(pattern, name, line, place)) return true;
    }
    return false;
  }

  #fits(pattern: Pattern, { text, isFed }: Name, line: Line, place: number): boolean {
    const tails = [place, ...optionsSkipped(pattern, line.words, place)].map((from) => line.text.slice(line.ends[from]));
    // What only may be a program need not be given what stands behind it; and it may be given more.
    if (line.isGuess) tails.push('');
    if (isFed) tails.push(` ${ANY}`);
    return tails.some((tail) => {
      this.#left -= tail.length;
      // What is too much to compare counts as met.
      return this.#left < 0 || mayFit(pattern.pattern, text + tail);
    });
  }

  #lineOf(command: PossibleCommand): Line {
    const known = this.#lines.get(command);
    if (known) return known;
    const made = lineOf(command, this.#workDir);
    this.#lines.set(command, made);
    return made;
  }
}

/** A command's text, where in it each word ends, and the names that each may be of a program. */
type Line = {
  readonly words: readonly ShellWord[];
  readonly isGuess: boolean;
  readonly text: string;
  readonly ends: readonly number[];
  readonly names: readonly (readonly Name[])[];
};

function lineOf(command: PossibleCommand, workDir: string): Line {
  const { words } = command;
  const ends: number[] = [];
  let length = 0;
  const parts = words.map((word) => {
    const part = joined(word);
    length += part.length;
    ends.push(length);
    return part;
  });
  const named = command.begins === 'whole' ? words.slice(0, 1) : words;
  const names = named.map((word, place) =>
    place === 0 && command.begins === 'whole' ? programNames(word, workDir) : possibleNames(word, words[place - 1], command, workDir),
  );
  return { words, isGuess: command.begins === 'anywhere', text: parts.join(''), ends, names };
}

/** A word that may vanish takes its space with it. */
function joined(word: ShellWord): string {
  return word.isSplit && !isFixed(word) ? word.shape : ` ${word.shape}`;
}

/** A pattern of more words than one may be met by what has options before the second: `git push` by `git -C folder push`. */
function optionsSkipped({ head }: Pattern, words: readonly ShellWord[], place: number): readonly number[] {
  if (!/ \S/.test(head)) return [];
  const found: number[] = [];
  for (let at = place + 1; at < words.length && at <= place + MOST_SKIPPED; at += 1) {
    const isOption = words[at]?.shape.startsWith('-') === true;
    if (!isOption && words[at - 1]?.shape.startsWith('-') !== true) break;
    if (at === place + 1 && !isOption) break;
    found.push(at);
  }
  return found;
}

function parsePattern(pattern: string): Pattern {
  const head = (/^(?:\\\*|[^*])*/.exec(pattern)?.[0] ?? '').replaceAll('\\*', '*');
  return { pattern, head, program: head.includes(' ') ? head.slice(0, head.indexOf(' ')) : undefined };
}

/** Whether what is started by this name may be what the pattern begins with. */
function mayBegin({ head, program }: Pattern, { text, isSplit }: Name): boolean {
  const unknown = text.indexOf(ANY);
  if (unknown >= 0 && !isSplit && program !== undefined) return mayFit(program, text);
  const known = unknown < 0 ? `${text} ` : text.slice(0, unknown);
  return known.startsWith(head.slice(0, known.length)) && (known.length <= head.length || known.startsWith(head));
}
