import { isPlainSource } from './plainSource';
import type { ShellScript, SimpleCommand } from './shellScript';
import { readShellScript } from './shellScript';
import { ANY, FOUND_NAMES, isFixed, plainWord, type ShellWord } from './shellWord';

/** What a command starts in turn, exactly. */
export type Launch = {
  /** What the launcher does besides; nothing for one that only starts others. */
  readonly self?: SimpleCommand;
  readonly commands: readonly SimpleCommand[];
  /** A whole script, as `bash -c` is given. */
  readonly script?: ShellScript;
};

/** Beyond these a command is judged as it stands: launchers of launchers take time for each of their words. */
const MOST_WORDS = 1_000;

/**
 * What the command starts, for the launchers and options known here that do nothing else of consequence; `undefined` for all other
 * commands, which are judged as they stand.
 */
export function launchOf({ words }: SimpleCommand): Launch | undefined {
  const [program, ...given] = words;
  if (!program || !isFixed(program) || words.length > MOST_WORDS) return undefined;
  switch (program.shape) {
    case 'timeout':
      return startsAfter(skipOptions(given, TIMEOUT_OPTIONS), 1);
    case 'nice':
      return startsAfter(skipOptions(given, NICE_OPTIONS), 0);
    case 'command':
    case 'env':
      return startsAfter(skipOptions(given, NO_OPTIONS), 0);
    case 'xargs':
      return xargs(given);
    case 'bash':
      return shellScript(given);
    // This is another shell on most machines, which reads otherwise what looks alike.
    case 'sh':
      return isPlainSource(given[1]?.literal ?? '') ? shellScript(given) : undefined;
    case 'find':
      return find(program, given);
    default:
      return undefined;
  }
}

/** Options that are known, and whether the next word is their value. */
type Options = { readonly alone: RegExp; readonly withValue: RegExp };

const NO_OPTIONS: Options = { alone: /^$/, withValue: /^$/ };
const TIMEOUT_OPTIONS: Options = {
  alone: /^(-v|--(foreground|preserve-status|verbose|signal=\w+|kill-after=[\w.]+))$/,
  withValue: /^-[ks]$/,
};
const NICE_OPTIONS: Options = { alone: /^-(n?\d+)$/, withValue: /^-n$/ };
/** Not those that cut what it reads elsewhere than between names. */
const XARGS_OPTIONS: Options = {
  alone: /^(-[0rt]+|-[nLP]\d+|-I\{\}|--(null|no-run-if-empty|verbose|max-(args|procs|lines)=\d+))$/,
  withValue: /^-[nLPI]$/,
};

/** The words after the known options; nothing when there is one that is not known. */
function skipOptions(words: readonly ShellWord[], { alone, withValue }: Options): readonly ShellWord[] | undefined {
  let place = 0;
  for (let word = words[0]; word?.shape.startsWith('-'); word = words[place]) {
    if (word.literal === undefined) return undefined;
    if (alone.test(word.shape)) place += 1;
    else if (withValue.test(word.shape) && /^([\w.]+|\{\})$/.test(words[place + 1]?.literal ?? '')) place += 2;
    else return undefined;
  }
  return words.slice(place);
}

function startsAfter(words: readonly ShellWord[] | undefined, skipped: number): Launch | undefined {
  const inner = words?.slice(skipped);
  const isSure = inner?.[0] && words?.slice(0, skipped).every(({ literal }) => literal !== undefined) && !inner[0].shape.includes('=');
  return isSure ? { commands: [{ words: inner }] } : undefined;
}

function xargs(given: readonly ShellWord[]): Launch | undefined {
  const words = skipOptions(given, XARGS_OPTIONS);
  if (!words) return undefined;
  const mark = replacementMark(given.slice(0, given.length - words.length));
  if (mark !== undefined && mark !== '{}') return undefined;
  const inner = words.length > 0 ? words : [{ ...plainWord('echo'), literal: 'echo' }];
  return { commands: [{ words: [...inner.map((word) => (mark === undefined ? word : withNames(word))), FOUND_NAMES] }] };
}

/** What `-I` has replaced by each line. */
function replacementMark(options: readonly ShellWord[]): string | undefined {
  const place = options.findIndex(({ shape }) => shape.startsWith('-I'));
  const option = options[place]?.shape;
  return option === '-I' ? options[place + 1]?.shape : option?.slice(2);
}

/** Names stand in the place of `{}`; within a longer word they make one that is not known. */
function withNames(word: ShellWord): ShellWord {
  if (word.shape === '{}') return FOUND_NAMES;
  const { literal, ...unknown } = word;
  return word.shape.includes('{}') ? { ...unknown, shape: word.shape.replaceAll('{}', ANY) } : word;
}

function shellScript([option, script]: readonly ShellWord[]): Launch | undefined {
  if (option?.shape !== '-c' || script?.literal === undefined) return undefined;
  const inner = readShellScript(script.literal);
  return { commands: inner.commands, script: inner };
}

/** `find -exec … ;`: the search itself, and what it starts for each file. `-execdir` starts it in folders that are only known then. */
function find(program: ShellWord, given: readonly ShellWord[]): Launch | undefined {
  const own: ShellWord[] = [program];
  const commands: SimpleCommand[] = [];
  for (let place = 0; place < given.length; place += 1) {
    const word = given[place];
    if (word === undefined) break;
    if (word.shape !== '-exec') {
      // What stands behind would not be asked before it starts.
      if (commands.length > 0) return undefined;
      own.push(word);
      continue;
    }
    // What ends the command must be plain to see, and so must whatever follows.
    if (!given.slice(place).every(isFixed)) return undefined;
    const length = given.slice(place + 1).findIndex(({ shape }) => shape === ';' || shape === '+');
    if (length < 1) return undefined;
    const started = given.slice(place + 1, place + 1 + length);
    commands.push({ words: started.map((started) => withNames(started)) });
    place += length + 1;
  }
  return commands.length > 0 ? { self: { words: own }, commands } : undefined;
}
