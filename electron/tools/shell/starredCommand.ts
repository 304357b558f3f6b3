import { programName } from './everyCommand';
import { isNamed, type NamedWord, namedWords } from './namedWords';
import { PLAIN_GH, startsNothing } from './plainPrograms';
import { startsInSed } from './sedWords';
import type { SimpleCommand } from './shellScript';
import { isFixed } from './shellWord';
import {
  INTERPRETERS,
  isUsuallyStarting,
  mayBeOption,
  mayBeStarting,
  STARTING,
  STARTING_IN_GIT,
  STARTING_IN_OTHER_GIT,
  type Starting,
} from './startingWords';

/** They start what they are given: a star does not say what that is. */
const RUNNERS = wordsOf(
  `npx bunx pnpx uvx pipx ssh tmux screen valgrind perf hyperfine nodemon watchexec concurrently cross-env dotenv rush gargs xjobs tsx ts-node`,
);
/** What these may be told to do without starting what they are given. All else a rule has to name. */
const CONTAINERS =
  wordsOf(`ps images logs inspect version info stats top port history events diff search pull push tag rmi rm stop kill pause unpause
  login logout rename wait network volume`);
const HARMLESS_SUBCOMMANDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['gh', PLAIN_GH],
  ['docker', CONTAINERS],
  ['podman', CONTAINERS],
  [
    'kubectl',
    wordsOf('get describe logs top explain version api-resources api-versions cluster-info diff wait rollout scale label annotate delete'),
  ],
]);
/** Settings of git that are text and no more. */
const HARMLESS_SETTING =
  /^(user\.(name|email)|init\.defaultbranch|(pull|push|branch|merge|rebase|fetch|color)\.[\w-]+|core\.(autocrlf|eol|filemode|ignorecase|longpaths))$/i;

/**
 * Whether what a rule's star stands for may make the command start other programs. Such a rule does not speak for it: who allows `git fetch*` does
 * not mean `git fetch --upload-pack=./x .`. What stands before the star is meant: `git submodule foreach*`.
 */
export function starMayStart(command: SimpleCommand, pattern: string): boolean {
  const [program, ...rest] = namedWords(command, pattern);
  if (!program) return false;
  if (!isFixed(program)) return true;
  const name = programName(program)
    .toLowerCase()
    .replace(/\.(exe|cmd|bat)$/, '');
  if (name === 'git') return startsInGit(program, rest);
  if (name.startsWith('git-')) return !isNamed(program) || isStartedIn(STARTING_IN_OTHER_GIT, rest);
  if (startsNothing(command)) return false;
  if (name === 'sed' || name === 'gsed') return startsInSed(rest);
  if (RUNNERS.has(name) && !isNamed(rest.find((word, place) => !isNamed(word) || isProgram(word, rest[place - 1])))) return true;
  const harmless = HARMLESS_SUBCOMMANDS.get(name);
  if (harmless && !isNamed(rest[0]) && !harmless.has(rest[0]?.shape ?? '')) return true;
  const starting = STARTING.get(name);
  if (starting) return isStartedIn(starting, rest);
  if (INTERPRETERS.test(name)) return readsCode(rest);
  return rest.some((word) => mayBeOption(word) || isUsuallyStarting(word, word.named));
}

/** Whether a word of a runner is what it starts, and not an option of its own or the value of one. */
function isProgram({ shape }: NamedWord, before: NamedWord | undefined): boolean {
  return !shape.startsWith('-') && !/^(-[pcwliJFor]|--(package|call|from|with|python|require|workspace))$/.test(before?.shape ?? '');
}

/** Behind `--` there are no options of the program itself, but often those of one that it passes them to. */
function isStartedIn(starting: Starting, given: readonly NamedWord[]): boolean {
  const end = given.findIndex(({ literal }) => literal === '--');
  const own = end < 0 ? given : given.slice(0, end);
  const further = given.slice(own.length);
  const { first, words } = starting;
  const deciding = own[0]?.shape.startsWith('-') ? own : own.slice(0, 1);
  return (
    (first !== undefined && deciding.some((word) => mayBeStarting({ words: first }, word, word.named))) ||
    own.some((word) => mayBeStarting(starting, word, word.named) || isUsuallyStarting(word, word.named)) ||
    further.some((word) => isUsuallyStarting(word, word.named) || (words !== undefined && mayBeStarting({ words }, word, word.named)))
  );
}

function startsInGit(program: NamedWord, words: readonly NamedWord[]): boolean {
  let place = 0;
  for (let word = words[0]; word?.shape.startsWith('-'); word = words[place]) {
    if (!isNamed(word) && !/^(-C|-P|--no-pager|--literal-pathspecs)$/.test(word.shape)) return true;
    place += /^(-[cC]|--(git-dir|work-tree|namespace|config-env))$/.test(word.shape) ? 2 : 1;
  }
  const subcommand = words[place];
  const given = words.slice(place + 1);
  if (!subcommand) return false;
  const starting = STARTING_IN_GIT.get(subcommand.shape);
  if (starting) return isStartedIn(starting, given);
  if (startsNothing({ words: [program, subcommand] })) return false;
  if (subcommand.shape === 'config') return !setsText(given);
  return !isNamed(subcommand) || isStartedIn(STARTING_IN_OTHER_GIT, given);
}

/** Whether `git config` is given a setting that the rule names, or one that is only text. */
function setsText(words: readonly NamedWord[]): boolean {
  const place = words.findIndex((word) => !/^(--(global|local|add|unset|get|replace-all|bool|int)|set|get|unset)$/.test(word.shape));
  const setting = words[place];
  return setting !== undefined && isFixed(setting) && (isNamed(setting) || HARMLESS_SETTING.test(setting.shape));
}

/** Whether an interpreter may be given code rather than a file of code, all behind which is the file's. */
function readsCode(words: readonly NamedWord[]): boolean {
  for (const [place, word] of words.entries()) {
    const isOption = word.shape.startsWith('-');
    if (!isNamed(word)) return isOption || !isFixed(word);
    const before = words[place - 1]?.shape ?? '';
    // Behind most options there is a value; behind `-m` the name of a module, which is a file.
    if (!isOption && (before === '-m' || !before.startsWith('-'))) return false;
  }
  return words.length === 0;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
