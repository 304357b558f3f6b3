import {
  BLAME,
  BRANCH,
  CAT_FILE,
  CHECK_IGNORE,
  COUNT_OBJECTS,
  DESCRIBE,
  DIFF,
  type GitOptions,
  type GitWords,
  GREP,
  LOG,
  LS_FILES,
  LS_TREE,
  MERGE_BASE,
  NONE,
  REFS,
  REV_LIST,
  REV_PARSE,
  readGitWords,
  SHORTLOG,
  STATUS,
  TAG,
  VERBOSE,
  WORKTREE,
} from './gitOptions';
import type { ShellWord } from './shellWord';

/** What a git command opens that only reads. */
export type GitReading = {
  /** Folders it is pointed to by `-C`. */
  readonly folders: readonly string[];
  /** Words that may be paths. */
  readonly places: readonly string[];
  /** It prints addresses, which a person's own configuration may put passwords in. */
  readonly tellsAddresses: boolean;
};

type Subcommand = { readonly options: GitOptions; readonly allows?: (words: GitWords) => boolean };

const withoutOperands = ({ operands }: GitWords) => operands.length === 0;

/** Subcommands with the options by which they do nothing but read. All others may change something, or start something. */
const SUBCOMMANDS: { readonly [name: string]: Subcommand } = {
  status: { options: STATUS },
  log: { options: LOG },
  diff: { options: DIFF },
  show: { options: LOG },
  blame: { options: BLAME },
  annotate: { options: BLAME },
  shortlog: { options: SHORTLOG },
  describe: { options: DESCRIBE },
  'rev-parse': { options: REV_PARSE },
  'rev-list': { options: REV_LIST },
  'ls-files': { options: LS_FILES },
  'ls-tree': { options: LS_TREE },
  'cat-file': { options: CAT_FILE },
  'merge-base': { options: MERGE_BASE },
  'for-each-ref': { options: REFS },
  'show-ref': { options: REFS },
  'count-objects': { options: COUNT_OBJECTS },
  'check-ignore': { options: CHECK_IGNORE },
  version: { options: NONE, allows: withoutOperands },
  grep: { options: GREP },
  // Without a list being asked for, names would be created.
  branch: { options: BRANCH, allows: lists('--list') },
  tag: { options: TAG, allows: lists('--list', '-l') },
  remote: {
    options: VERBOSE,
    allows: ({ options, operands }) => withoutOperands({ options, operands }) || isAddress({ options, operands }),
  },
  stash: { options: DIFF, allows: ({ options, operands: [action] }) => (action === 'list' && options.length === 0) || action === 'show' },
  worktree: { options: WORKTREE, allows: ({ operands }) => operands.join(' ') === 'list' },
  reflog: { options: LOG, allows: ({ operands: [action = 'show'] }) => action === 'show' },
};

function lists(...asking: readonly string[]): Subcommand['allows'] {
  return ({ options, operands }) => operands.length === 0 || options.some((option) => asking.includes(option));
}

function isAddress({ options, operands: [action, ...names] }: GitWords): boolean {
  return action === 'get-url' && names.length === 1 && options.length === 0;
}

/** What a git command opens, if it only reads; nothing if it may do more. */
export function gitReads(words: readonly ShellWord[]): GitReading | undefined {
  const texts = words.flatMap(({ literal }) => literal ?? []);
  if (texts.length < words.length) return undefined;
  const folders: string[] = [];
  let place = 0;
  for (; texts[place]?.startsWith('-'); place += 1) {
    const option = texts[place];
    if (option === '-C') {
      place += 1;
      const folder = texts[place];
      if (!folder) return undefined;
      folders.push(folder);
    } else if (option !== '--no-pager' && option !== '-P' && option !== '--no-optional-locks') return undefined;
  }
  const [name = '', ...given] = texts.slice(place);
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  const read = subcommand && readGitWords(subcommand.options, given);
  if (!read || subcommand?.allows?.(read) === false) return undefined;
  // What is searched for is no path.
  const isPattern = name === 'grep' && !read.options.some((option) => option.startsWith('-e'));
  const tellsAddresses = name === 'remote' && (read.operands.length > 0 || read.options.length > 0);
  return { folders, places: isPattern ? read.operands.slice(1) : read.operands, tellsAddresses };
}
