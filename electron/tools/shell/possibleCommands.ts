import { programName } from './everyCommand';
import { launchOf } from './launchers';
import { startsNothing } from './plainPrograms';
import { valuesIn } from './possibleNames';
import { type Orders, readScript, type ScriptReading } from './scriptReading';
import type { SimpleCommand } from './shellScript';
import { ANY, isFixed, plainWord, type ShellWord, UNKNOWN_WORD } from './shellWord';
import { INTERPRETERS } from './startingWords';
import { leavesTame, tamed } from './tameWords';

/** A command that a script starts, or might. */
export type PossibleCommand = SimpleCommand & {
  /** Only `whole` is a command for sure; otherwise another may begin at each of its words. */
  readonly begins: 'whole' | 'anywhere';
  /** Its words are the shell's, so that those of unknown text may turn out to be any; not words of some text that may be a script, or prose. */
  readonly isReal: boolean;
};

/** Programs that start what follows, whatever else they are told: what they start is known where it is a plain program. */
const STRAIGHT = new Set(
  'sudo doas nohup setsid time exec builtin command env nice ionice stdbuf timeout unbuffer chronic npx bunx'.split(' '),
);
/** Builtins that set variables: their words are assignments. */
const DECLARING = new Set('export declare typeset readonly local'.split(' '));
/** Programs that add words to what they start. */
const FEEDING = new Set('xargs parallel entr find fd fdfind rush gargs xjobs mapfile readarray'.split(' '));
const SHELLS = new Set('bash sh dash ash zsh ksh mksh fish'.split(' '));
/** Editors of streams, which read text and take none of it for orders. */
const EDITORS = /^(sed|gsed|[gm]?awk|nawk|less|more|man)$/;
const CODE_OPTION = /^(-\w*[ceErR]|--(eval|exec|command|execute|print))$/;
/** Signs that a shell would heed in a text that it is given. */
const SIGNS = /[\s;&|()`$<>'"\\]/;
const SIGNS_OR_BRACES = /[\s;&|()`$<>'"\\{}]/;
const SEPARATORS = /[\s'"`();,|&{}<>[\]=:!@\\]+/;
const MOST_EXACT = 20;
const READ_TIMES = 8;
const READ_AT_LEAST = 100_000;

const ANY_COMMAND: PossibleCommand = { words: [UNKNOWN_WORD], begins: 'whole', isReal: true };

/**
 * Every command that a script might start, for rules that forbid, which had better meet too much than too little. A program that is not known to start
 * nothing is taken for one that starts whatever it is given: its words from each on, each of them as a script by the grammars of bash and of other
 * shells, and what its words and its input look like without any grammar. Work is bounded: a script that needs more counts as one that starts anything.
 */
export function possibleCommands(source: string): readonly PossibleCommand[] {
  return new Search(READ_TIMES * source.length + READ_AT_LEAST).run(source);
}

class Search {
  readonly #found: PossibleCommand[] = [];
  readonly #waiting: string[] = [];
  readonly #seen = new Set<string>();
  readonly #remade = new Set<string>();
  #left: number;
  #isTame = false;

  constructor(most: number) {
    this.#left = most;
  }

  run(source: string): readonly PossibleCommand[] {
    this.#isTame = leavesTame(source);
    this.#readNow(source);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) this.#readNow(next);
    return this.#left < 0 ? [...this.#found, ANY_COMMAND] : this.#found;
  }

  /** As bash and as other shells would. */
  #read(source: string): void {
    for (const text of new Set([source, posixReading(source)])) {
      if (this.#isNew(`script ${text}`)) this.#waiting.push(text);
    }
  }

  #readNow(source: string): void {
    const reading = this.#readingOf(source);
    if (!reading) return;
    if (!reading.isWhole) this.#readPlainly(source);
    for (const name of [...reading.remade, ...reading.commands.flatMap(namesMade)]) this.#remade.add(name);
    const commands = this.#isTame ? reading.commands.map(({ words }) => ({ words: words.map(tamed) })) : reading.commands;
    for (const command of commands) this.#follow(command, MOST_EXACT);
    for (const word of reading.assigned) this.#guess([OPTION, word], false);
    for (const text of [...reading.scripts, ...reading.code]) this.#readPlainly(text);
    for (const text of reading.scripts) if (SIGNS.test(text)) this.#read(text);
  }

  /** Nothing for what is nested deeper than can be followed: it may be anything. */
  #readingOf(source: string): ScriptReading | undefined {
    try {
      return readScript(source, (command) => this.#ordersOf(command));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#found.push(ANY_COMMAND);
      return undefined;
    }
  }

  #follow(command: SimpleCommand, most: number): void {
    this.#found.push({ ...command, begins: 'whole', isReal: true });
    if (this.#isPlain(command)) return;
    const exact = most > 0 ? this.#exactly(command) : undefined;
    if (exact?.script !== undefined) this.#read(exact.script);
    if (exact) for (const started of exact.commands) this.#follow(started, most - 1);
    else this.#guess(command.words, true);
  }

  /** What the command starts, where that is certain. */
  #exactly(command: SimpleCommand): { readonly commands: readonly SimpleCommand[]; readonly script?: string } | undefined {
    const [program, ...rest] = command.words;
    if (program && isFixed(program) && STRAIGHT.has(program.shape) && this.#isPlain({ words: rest }))
      return { commands: [{ words: rest }] };
    const launch = launchOf(command);
    if (!launch) return undefined;
    if (launch.script) return command.words.length === 3 ? { commands: [], script: command.words[2]?.shape ?? '' } : undefined;
    return { commands: [...(launch.self ? [launch.self] : []), ...launch.commands] };
  }

  /** Whatever it may start. */
  #guess(words: readonly ShellWord[], isReal: boolean): void {
    const [program, ...rest] = words;
    if (!program) return;
    const name = programName(program);
    if (EDITORS.test(name)) {
      for (const { shape } of rest) this.#found.push(line(editedTokens(shape)));
      if (rest.find(({ shape }) => !shape.startsWith('-'))?.shape === ANY) this.#found.push(ANY_COMMAND);
      return;
    }
    if (DECLARING.has(name)) {
      for (const { value } of rest) this.#read(value);
      return;
    }
    const isCode = INTERPRETERS.test(name);
    this.#found.push({ words: isCode ? withoutData(words) : withFood(words), begins: 'anywhere', isReal });
    if (words.some((word, place) => isReadingShell(word, words.slice(place + 1, place + 5)))) this.#found.push(ANY_COMMAND);
    for (const word of rest) {
      if (!SIGNS_OR_BRACES.test(word.shape)) continue;
      this.#readPlainly(word.shape);
      if (!isCode) for (const text of new Set([word.value, ...valuesIn(word.value)])) this.#read(text);
    }
    if (name === 'git') this.#found.push(...aliasesIn(rest));
    if (isCode) return;
    if (rest.length > 1 && rest.some(({ shape }) => SIGNS.test(shape))) this.#read(rest.map(({ value }) => value).join(' '));
  }

  /** Without any grammar: what stands between spaces and signs, with quotes for signs and without quotes at all. */
  #readPlainly(text: string): void {
    if (!this.#isNew(`plain ${text}`)) return;
    const unescaped = text.replaceAll(/\\[abefnrtv]/g, ' ');
    const bare = text.replaceAll(/['"\\]/g, '');
    for (const each of new Set([text, unescaped, bare])) this.#found.push(line(each.split(SEPARATORS)));
  }

  #isPlain(command: SimpleCommand): boolean {
    return startsNothing(command) && !this.#remade.has(command.words[0]?.shape ?? '');
  }

  #ordersOf(command: SimpleCommand): Orders {
    const name = programName(command.words[0] ?? NO_NAME);
    if (this.#isPlain(command) || EDITORS.test(name)) return 'none';
    if (INTERPRETERS.test(name)) return 'code';
    const exact = this.#exactly(command);
    const isHarmless = exact && exact.script === undefined && exact.commands.every((started) => this.#isPlain(started));
    return isHarmless ? 'none' : 'script';
  }

  /** Nothing is read twice, nor without end. */
  #isNew(text: string): boolean {
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    this.#left -= text.length;
    return this.#left >= 0;
  }
}

const NO_NAME = plainWord('');
/** Stands before a value that some program may start with words of its own. */
const OPTION = plainWord('-');

/** Names that stand for other programs from then on. */
function namesMade({ words: [program, ...rest] }: SimpleCommand): readonly string[] {
  if (program?.shape === 'hash') return rest.map(({ shape }) => shape);
  return program?.shape === 'alias' ? rest.map(({ shape }) => shape.split('=')[0] ?? '') : [];
}

/** What other shells see: in `ls &>f rm` two commands, in `$'…'` a dollar sign, in `[[` and `((` nothing special. */
function posixReading(source: string): string {
  return source.replace(/&>|\$(?=['"])|\[\[|\(\(/g, (sign) => (sign === '$' ? '\\$' : `${sign[0]} ${sign[1]}`));
}

function line(tokens: readonly string[]): PossibleCommand {
  return { words: tokens.filter((token) => token !== '').map(plainWord), begins: 'anywhere', isReal: false };
}

/** Words of an editor's script; what stands between its slashes is text, but where `s/…/…/e` runs it. */
function editedTokens(text: string): readonly string[] {
  const runsText = /s([^\w\s]).*\1.*\1\w*e/s.test(text);
  const tokens = text.split(SEPARATORS);
  if (runsText) return tokens.flatMap((token) => token.split(/[/#|,]/));
  // No program is looked for in what begins like an option.
  return tokens.map((token) => (!token.includes('/') || /^(\.{0,2}\/[\w.-]+){2,}$/.test(token) ? token : `--${token}`));
}

/** A file or a folder that an interpreter is told of is none of its orders; text behind `-c` and its like is. */
function withoutData(words: readonly ShellWord[]): readonly ShellWord[] {
  return words.map((word, place) => (isFixed(word) || CODE_OPTION.test(words[place - 1]?.shape ?? '') ? word : plainWord(word.value)));
}

/** `git -c alias.p=push p`: other names for git's own commands. */
function aliasesIn(words: readonly ShellWord[]): readonly PossibleCommand[] {
  const place = words.findIndex(({ shape }) => shape.includes('alias.'));
  if (place < 0) return [];
  const named = words.slice(place).flatMap(({ shape }) => shape.replace(/^.*alias\.[^=\s]*/, '').split(SEPARATORS));
  return [line(['git', ...named])];
}

function withFood(words: readonly ShellWord[]): readonly ShellWord[] {
  return words.some((word) => FEEDING.has(programName(word))) ? [...words, UNKNOWN_WORD] : words;
}

/** A shell that is given neither a file nor a script runs what it reads. */
function isReadingShell(word: ShellWord, rest: readonly ShellWord[]): boolean {
  return isFixed(word) && SHELLS.has(programName(word)) && rest.every(({ shape }) => /^-[^c]*$/.test(shape));
}
