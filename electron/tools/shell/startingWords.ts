import { ANY, isFixed, type ShellWord } from './shellWord';

/**
 * The words by which a program starts others, which is not what it is for. One list for rules that forbid, which look behind them, and for rules
 * that allow, whose stars do not speak for them.
 */
export type Starting = {
  /** Long options, of which any beginning is enough; with a star also all that begins so. */
  readonly long?: string;
  /** Single letters, alone or in a bundle. */
  readonly short?: string;
  /** What other words, or parts of them, do so. */
  readonly words?: RegExp;
  /** The same of the word that says what to do: the first, or any, where options stand before it. */
  readonly first?: RegExp;
  /** Long options are read with one dash, too. */
  readonly anyDash?: boolean;
};

const NODE_PACKAGES: Starting = {
  long: `script-shell shell editor browser git viewer node-options node-gyp init-module userconfig globalconfig prefix onload-script call config.*
    use-yarnrc yarn-path cwd dir preload eval python registry pnpmfile global-pnpmfile`,
  short: 'C',
  first: /^(ex.*|x|dlx|node|cre\w*|in[in]\w*|conf\w*|c|set|pkg?|edi\w*|plugin|workspaces?)$/,
  anyDash: true,
};
const SECURE_SHELL: Starting = { short: 'oFISD' };
/** A word with `=` in it that is no option sets a variable, blanks and directives before it notwithstanding: `override SHELL = ./x`. */
const MAKE: Starting = { long: 'file makefile directory include-dir eval', short: 'fCIE', words: /^(?!-)[^=]*=|[$\n]/ };
const MAVEN: Starting = {
  long: 'file settings global-settings',
  words: /^-D(?!(it\.)?test=|skip|maven\.test\.skip)|^-(f|s|gs)$|^exec:|:exec$/,
};
const GRADLE: Starting = { long: 'init-script include-build project-dir', short: 'DIPbcgp' };
const COMPILER: Starting = { long: 'specs', words: /^-(wrapper|fplugin|specs|B|fuse-ld|Xlinker|Wl)|^@/ };
/** They start what they are told to within surroundings of their own. */
const WRAPPING = 'poetry pipenv uv hatch pdm rye conda mamba bundle mise asdf direnv devbox nix op doppler aws-vault'.split(' ');
/** Their scripts start programs, and options give them scripts. */
const EDITING: Starting = { words: /^[-+]|!/ };
const DATABASE: Starting = {
  long: 'init file cmd pager',
  short: 'f',
  words: /\\|(^|\n)\s*\.|program|system|shell|edit\s*\(|load_extension/i,
};
const AWK: Starting = { words: /system|\||@|^-\w*[filEe]|^--(f|i|l|e|so)/ };
const CLUSTER: Starting = { long: 'kubeconfig post-renderer', words: /^(exec|run|debug|attach|plugin)$/ };
const CONTAINERS: Starting = { words: /^(exec|run)$/ };

export const STARTING: ReadonlyMap<string, Starting> = new Map(
  Object.entries({
    ...{ sort: { long: 'compress-program' }, vitest: { long: 'typecheck* browser*' }, install: { long: 'strip-program' } },
    ...{ wget: { long: 'use-askpass execute config', short: 'e' }, rg: { long: 'pre* hostname-bin*' } },
    ...{ fd: { long: 'exec*', short: 'xX' }, fdfind: { long: 'exec*', short: 'xX' }, find: { words: /^-(exec|ok)(dir)?$/ } },
    tar: {
      long: 'to-command checkpoint-action use-compress-program rsh-command rmt-command info-script new-volume-script files-from',
      // Lists of files may hold options, too.
      short: 'IFT',
      first: /^\w*[IFT]/,
    },
    ...{ rsync: { long: 'rsh rsync-path remote-option config', short: 'eM' }, zip: { long: 'unzip-command', short: 'T' } },
    ...{ split: { long: 'filter' }, ssh: SECURE_SHELL, scp: SECURE_SHELL, sftp: SECURE_SHELL },
    ...{ npm: NODE_PACKAGES, pnpm: NODE_PACKAGES, yarn: NODE_PACKAGES, bun: { ...NODE_PACKAGES, short: 'Crepc' } },
    ...{ make: MAKE, gmake: MAKE, just: { ...MAKE, short: 'fdcE' } },
    go: { words: /^--?(exec|toolexec|vettool|overlay|modfile|pkgdir|C)(=|$)|extld|fplugin/, first: /^(run|tool|env|generate)$/ },
    ...{ cargo: { long: 'config manifest-path', short: 'ZC', first: /^\+/ }, deno: { first: /^(eval|repl)$/ } },
    dotnet: { long: 'property', words: /^[-/]+(p|l|t|property|logger|target)(:|=|$)/i, first: /^(exec|tool|script)$/ },
    ...{ mvn: MAVEN, mvnw: MAVEN, gradle: GRADLE, gradlew: GRADLE, java: { words: /^-(XX:On|javaagent|agent)/ } },
    ...{ gcc: COMPILER, 'g++': COMPILER, cc: COMPILER, 'c++': COMPILER, clang: COMPILER, 'clang++': COMPILER },
    ...Object.fromEntries(WRAPPING.map((name) => [name, { first: /^(run|exec|shell|x|tool)$/ }])),
    ...{ docker: CONTAINERS, podman: CONTAINERS, 'docker-compose': CONTAINERS, kubectl: CLUSTER, helm: CLUSTER },
    ...{ sqlite3: DATABASE, psql: DATABASE, mysql: DATABASE, mariadb: DATABASE },
    ...{ awk: AWK, gawk: AWK, mawk: AWK, nawk: AWK },
    ...{ vim: EDITING, vi: EDITING, nvim: EDITING, ex: EDITING, ed: EDITING, emacs: EDITING, gdb: EDITING, lldb: EDITING },
    ...{ less: EDITING, more: EDITING, man: EDITING, osascript: EDITING },
  } satisfies { readonly [program: string]: Starting }),
);

const REMOTE: Starting = { long: 'exec upload-pack receive-pack config template', short: 'ucx', words: /::/ };
/** The subcommands of git that start others by these words only, in so far as they are given. */
export const STARTING_IN_GIT: ReadonlyMap<string, Starting> = new Map(
  Object.entries({
    ...{ clone: REMOTE, fetch: REMOTE, 'ls-remote': REMOTE, pull: REMOTE, rebase: REMOTE, remote: REMOTE, push: { ...REMOTE, short: '' } },
    ...{ init: { long: 'template' }, grep: { long: 'open-files-in-pager*', short: 'O' } },
  } satisfies { readonly [subcommand: string]: Starting }),
);
/** Of all others, these are sure to. */
export const STARTING_IN_OTHER_GIT: Starting = {
  ...REMOTE,
  long: `${REMOTE.long} extcmd tool smtp-server`,
  short: 'cuxO',
  words: /::|^!|^(run|foreach|ext)$|-filter$/,
};

/** Options that mean so in most programs, going by what they are called. */
const USUAL =
  /^--?(?!no-)([\w.]+-)*(exec\w*|commands?|cmd|shell|program|rsh|pager|editor|hooks?|eval|launcher|wrapper|interpreter|preload|askpass)(-[\w-]+)?(=|$)/;

/** They are given programs in languages of their own: in what they are given, a dollar sign is not the shell's. */
export const INTERPRETERS =
  /^(python[\d.]*|pypy3?|perl|ruby|node|deno|bun|php|lua|tclsh|expect|osascript|nvim|vim?|ex|ed|emacs|gdb|lldb|sqlite3|psql|mysql|make|gmake|Rscript|julia)$/;

/** Whether the word starts others, unless it is `named`: so many of its letters stand in the rule itself. */
export function isStarting({ long = '', short = '', words, anyDash }: Starting, shape: string, named = 0): boolean {
  if (words?.test(shape) && (named === 0 || ends(words, shape).some((end) => end > named))) return true;
  const [option = '', dashes = '', name = ''] = /^(--?)([^=]*)/s.exec(shape) ?? [];
  if (dashes === '-' && [...(/^\w*/.exec(name)?.[0] ?? '')].some((letter, place) => short.includes(letter) && place + 1 >= named))
    return true;
  const isLong = option.length > named && (dashes === '--' ? name !== '' : anyDash === true && name.length > 1);
  return isLong && long.split(/\s+/).some((each) => isNameOf(each, name));
}

function ends(words: RegExp, shape: string): readonly number[] {
  return [...shape.matchAll(new RegExp(words, `${words.flags}g`))].map(({ 0: found, index }) => index + found.length);
}

function isNameOf(known: string, name: string): boolean {
  if (!known.endsWith('*')) return known.startsWith(name);
  const begin = known.slice(0, -1);
  return begin.startsWith(name) || name.startsWith(begin);
}

/** The same of a word that may only be known once the shell runs. */
export function mayBeStarting(starting: Starting, word: ShellWord, named = 0): boolean {
  if (mayBeOption(word) || (starting.words && !isFixed(word))) return true;
  return isStarting(starting, word.shape.replaceAll(ANY, ''), named);
}

/** The same in programs that are not known here. */
export function isUsuallyStarting(word: ShellWord, named: number): boolean {
  const found = USUAL.exec(word.shape);
  return found !== null && found[0].length > named;
}

/** Whether a word that is not known yet may turn out to be any option. */
export function mayBeOption({ isSplit, shape }: ShellWord): boolean {
  return isSplit || OPEN_OPTION.test(shape);
}

const OPEN_OPTION = new RegExp(`^(-[^=]*)?${ANY}`);
