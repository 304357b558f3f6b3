import { isFixed, mayBeOption, type ShellWord } from './shellWord';

/** Options by which reading subcommands write files, run programs or look into other repositories. Git takes every beginning of them for them. */
const POWERS = [
  '--output',
  '--ext-diff',
  '--textconv',
  '--filters',
  '--show-signature',
  '--open-files-in-pager',
  '--upload-pack',
  '--exec',
  '--paginate',
  '--web',
  '--recurse-submodules',
  '--submodule',
  '--no-index',
  '--contents',
];
/** An option of its own, though others begin like it. */
const WHOLE = new Set(['--text']);

function hasPower(option: string): boolean {
  const [name = ''] = option.split('=');
  if (option.includes('%G')) return true; // signatures are checked by a program
  return name.length > 2 && !WHOLE.has(name) && POWERS.some((power) => power.startsWith(name) || name.startsWith(power));
}

type Policy = (words: readonly ShellWord[]) => boolean;

const anything: Policy = () => true;
const optionsOnly: Policy = (words) => words.every(({ shape }) => shape.startsWith('-'));
const firstOf =
  (...names: readonly string[]): Policy =>
  (words) =>
    words.length === 0 ? names.includes('') : names.includes(words[0]?.shape ?? '');

/** Subcommands that only read, with what must hold of their arguments. */
const SUBCOMMANDS: { readonly [name: string]: Policy } = {
  status: anything,
  log: anything,
  diff: anything,
  show: anything,
  blame: anything,
  annotate: anything,
  shortlog: anything,
  describe: anything,
  'rev-parse': anything,
  'rev-list': anything,
  'ls-files': anything,
  'ls-tree': anything,
  'cat-file': anything,
  'name-rev': anything,
  'merge-base': anything,
  'for-each-ref': anything,
  'show-ref': anything,
  'show-branch': anything,
  'count-objects': anything,
  'check-ignore': anything,
  'check-attr': anything,
  'diff-tree': anything,
  'diff-index': anything,
  'diff-files': anything,
  'range-diff': anything,
  whatchanged: anything,
  cherry: anything,
  version: anything,
  grep: (words) => !words.some(({ shape }) => /^-[A-Za-z]*O/.test(shape)),
  branch: listsWith(
    /^(-[arvl]+|--(all|remotes|list|show-current|verbose|merged|no-merged|contains|sort=.*|format=.*|no-color))$/,
    '--list',
  ),
  tag: listsWith(/^(-[ln]\d*|--(list|sort=.*|format=.*|contains|merged|no-merged))$/, '--list', '-l'),
  remote: (words) => firstOf('get-url')(words) || (words.length < 2 && firstOf('', '-v', '--verbose')(words)),
  stash: firstOf('list', 'show'),
  worktree: firstOf('list'),
  reflog: (words) => optionsOnly(words) || firstOf('show')(words),
  config: (words) => firstOf('--get', '--get-all', '--list', '-l', 'get', 'list')(words) && !words.some(isChange),
};

const isChange = ({ shape }: ShellWord) => /^(-e|--(un|add|ed|rep|ren|rem))/.test(shape);

/** Names are only filters where a list is asked for; elsewhere they would be created. */
function listsWith(options: RegExp, ...listing: readonly string[]): Policy {
  return (words) => {
    const operands = words.filter(({ shape }) => !shape.startsWith('-'));
    const isList = operands.length === 0 || words.some(({ shape }) => listing.includes(shape));
    return isList && words.every((word) => !mayBeOption(word) || options.test(word.shape));
  };
}

/** What a git command is about: the folders it is pointed to, if it only reads; nothing if it may do more. */
export function gitReads(words: readonly ShellWord[]): { readonly folders: readonly string[] } | undefined {
  const folders: string[] = [];
  let place = 0;
  for (; words[place]?.shape.startsWith('-'); place += 1) {
    const option = words[place]?.shape;
    if (option === '-C') {
      place += 1;
      const folder = words[place];
      if (!folder || !isFixed(folder)) return undefined;
      folders.push(folder.shape);
    } else if (option === '--version') return words.length === 1 ? { folders } : undefined;
    else if (option !== '--no-pager' && option !== '-P' && option !== '--no-optional-locks') return undefined;
  }
  const [name, ...given] = words.slice(place);
  if (!name || !isFixed(name) || !Object.hasOwn(SUBCOMMANDS, name.shape)) return undefined;
  const end = given.findIndex(({ shape }) => shape === '--');
  const options = end === -1 ? given : given.slice(0, end);
  if (options.some((word) => word.isSplit || (mayBeOption(word) && (!isFixed(word) || hasPower(word.shape))))) return undefined;
  return SUBCOMMANDS[name.shape]?.(options) ? { folders } : undefined;
}
