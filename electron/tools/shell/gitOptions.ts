import { NUMBER, TEXT } from './argumentTable';

/** A format whose every `%` is of those that print what a commit or a name holds; that of signatures starts a program. */
export const FORMAT =
  /^(?:[^%]|%%|%[HhTtPpsbBfdDSnm]|%[ac][nNeEdDrtiIshl]|%g[dDnNeEs]|%x[0-9a-fA-F]{2}|%C(?:[a-z]+|\([\w, ]+\))|%\((?:\*?(?:refname|objectname|objecttype|committerdate|authordate|creatordate|taggerdate|subject|authorname|authoremail|committername|upstream|HEAD)(?::[\w=,-]+)?)\))*$/;
const DATE = /^[\w:+., /-]+$/;
const LETTERS = /^[A-Za-z*]*$/;

/** Options by their full names: those that stand alone, and those with `=` or, after a single letter, with the next word. */
export type GitOptions = { readonly alone: ReadonlySet<string>; readonly withValue: ReadonlyMap<string, RegExp> };

function options(alone: string, withValue: { readonly [name: string]: RegExp } = {}): GitOptions {
  return { alone: new Set(alone.trim().split(/\s+/)), withValue: new Map(Object.entries(withValue)) };
}

function both(...all: readonly GitOptions[]): GitOptions {
  return { alone: new Set(all.flatMap(({ alone }) => [...alone])), withValue: new Map(all.flatMap(({ withValue }) => [...withValue])) };
}

export const NONE = options('');
export const DIFF = options(
  `--stat --shortstat --numstat --name-only --name-status --summary --compact-summary --patch -p -u --no-patch -s --raw --cached --staged --check
   --color --no-color --word-diff --color-words --minimal --patience --histogram -w -b --ignore-all-space --ignore-space-change
   --ignore-blank-lines --text -a --binary --full-index --no-renames -M -C --find-renames --exit-code --quiet --no-ext-diff --no-textconv
   --patch-with-stat --dirstat --relative -z -R`,
  {
    ...{ '--stat': /^[\d,]+$/, '-U': NUMBER, '--unified': NUMBER, '--diff-filter': LETTERS, '--abbrev': NUMBER, '--color': LETTERS },
    ...{ '--word-diff': LETTERS, '--diff-algorithm': LETTERS, '-S': TEXT, '-G': TEXT },
  },
);
export const LOG = both(
  DIFF,
  options(
    `--oneline --graph --all --decorate --no-decorate --no-merges --merges --first-parent --reverse --follow -i --abbrev-commit --branches
     --tags --remotes --topo-order --date-order --left-right --no-abbrev-commit -g --no-notes -E -F -P --all-match --invert-grep --full-history
     --simplify-by-decoration --cherry-pick --boundary --ancestry-path`,
    {
      ...{ '-n': NUMBER, '--max-count': NUMBER, '--skip': NUMBER, '--since': DATE, '--until': DATE, '--after': DATE, '--before': DATE },
      ...{ '--author': TEXT, '--committer': TEXT, '--grep': TEXT, '--format': FORMAT, '--pretty': FORMAT, '--date': /^[\w:%+./ -]+$/ },
      ...{ '--decorate': LETTERS, '-L': TEXT },
    },
  ),
);
export const STATUS = options(
  '-s -b -sb -bs --short --branch --porcelain --long -uno -unormal -uall --ignored --show-stash --no-renames -z --ahead-behind --no-ahead-behind',
  { '--porcelain': /^v?[12]$/, '--untracked-files': LETTERS, '--ignored': LETTERS },
);
export const BLAME = options('-w -s -e -l -t -f -n -M -C -p --porcelain --line-porcelain --show-email --show-name --show-number --root', {
  '-L': TEXT,
  '--date': LETTERS,
});
export const SHORTLOG = options('-s -n -e -sn -ns -sne -nse --summary --numbered --email --all --no-merges', {
  '--since': DATE,
  '--until': DATE,
});
export const DESCRIBE = options('--tags --always --all --long --dirty --exact-match --first-parent', {
  '--abbrev': NUMBER,
  '--match': TEXT,
  '--exclude': TEXT,
});
export const REV_PARSE = options(
  `--abbrev-ref --short --verify --quiet -q --symbolic-full-name --show-toplevel --show-prefix --show-cdup --git-dir --absolute-git-dir
   --git-common-dir --is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --all --branches --tags --remotes`,
  { '--short': NUMBER, '--abbrev-ref': LETTERS },
);
export const REV_LIST = options('--count --all --no-merges --merges --left-right --first-parent --reverse --oneline --branches --tags', {
  '-n': NUMBER,
  '--max-count': NUMBER,
  '--since': DATE,
  '--until': DATE,
});
export const LS_FILES = options(
  '-m -o -c -d -s -z -i -t -u --others --modified --deleted --cached --stage --ignored --unmerged --exclude-standard --full-name --directory',
  { '-x': TEXT, '--exclude': TEXT },
);
export const LS_TREE = options('-r -t -d -l -z --name-only --name-status --long --full-name --full-tree');
export const CAT_FILE = options('-t -s -p -e');
export const GREP = options(
  `-n -i -l -L -w -E -F -G -P -c -h -H -v -o -I -q -z --heading --break --count --line-number --ignore-case --word-regexp --name-only
   --files-with-matches --extended-regexp --fixed-strings --perl-regexp --show-function -p -W --cached --untracked --all-match --and --or --not
   --color --no-color --column -in -ni -il -nw -nE -nF -niE`,
  { '-e': TEXT, '-A': NUMBER, '-B': NUMBER, '-C': NUMBER, '--max-depth': NUMBER, '-m': NUMBER },
);
export const REFS = options('--heads --tags --head', {
  '--sort': /^-?[\w:]+$/,
  '--format': FORMAT,
  '--count': NUMBER,
  '--contains': TEXT,
  '--merged': TEXT,
});
export const BRANCH = options('-a -r -v -vv -av -avv -rv --all --remotes --list --show-current --verbose --no-color --color --no-column', {
  '--sort': /^-?[\w:]+$/,
  '--format': FORMAT,
});
export const TAG = options('-l --list -n', { '--sort': /^-?[\w:]+$/, '--format': FORMAT });
export const CHECK_IGNORE = options('-v -q -n --verbose --quiet --no-index');
export const MERGE_BASE = options('--is-ancestor --all -a');
export const VERBOSE = options('-v --verbose');
export const COUNT_OBJECTS = options('-v -H');
export const WORKTREE = options('--porcelain -v');

export type GitWords = { readonly options: readonly string[]; readonly operands: readonly string[] };

/** Takes git's words apart, each of known text; nothing unless every option is one of these. */
export function readGitWords({ alone, withValue }: GitOptions, words: readonly string[]): GitWords | undefined {
  const found: string[] = [];
  const operands: string[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? '';
    if (word === '--') return { options: found, operands: [...operands, ...words.slice(place + 1)] };
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    found.push(word);
    if (alone.has(word) || (/^-\d+$/.test(word) && withValue.has('-n'))) continue;
    const isLong = word.startsWith('--');
    const equals = word.indexOf('=');
    if (isLong && equals === -1) return undefined;
    const isApart = !isLong && word.length === 2;
    if (isApart) place += 1;
    const value = isApart ? words[place] : word.slice(isLong ? equals + 1 : 2);
    const pattern = withValue.get(isLong ? word.slice(0, equals) : word.slice(0, 2));
    if (value === undefined || (isApart && value.startsWith('-')) || !pattern?.test(value)) return undefined;
  }
  return { options: found, operands };
}
