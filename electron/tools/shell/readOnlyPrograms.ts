import { awkOnlyReads, sedOnlyReads } from './filterScripts';
import { isFixed, mayBeOption, type ShellWord } from './shellWord';
import { mayFit } from './wildcard';

/** Whether a program does nothing but read when it is given these arguments. */
export type ArgumentPolicy = (words: readonly ShellWord[]) => boolean;

/** Whatever they are given, they only read and print. */
const HARMLESS =
  `ls dir cat tac nl head tail grep egrep fgrep cut tr rev paste join comm cmp diff fold fmt expand unexpand column od hexdump
  strings stat df pwd echo basename dirname realpath readlink whoami id groups logname uname arch nproc uptime free true false : seq sleep
  cksum sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum factor expr tty users who locale getconf lscpu lsblk type which
  base64 base32 zcat bzcat xzcat cal numfmt tsort pr look pgrep times`.split(/\s+/);

/** Their version is all that is asked of them; those that the work directory can redirect (yarn, cargo, go …) are not among them. */
const VERSIONED = 'node npm python python3 bash git gcc g++ clang make cmake java ruby perl php docker rg jq curl tsc'.split(' ');

const fixed = (words: readonly ShellWord[]) => words.every(isFixed);
const operands = (words: readonly ShellWord[]) => words.filter(({ shape }) => shape === '-' || !shape.startsWith('-'));

/** Only options that fit the pattern; nothing that may turn out to be another one. */
function onlyOptions(pattern: RegExp): ArgumentPolicy {
  return (words) => words.every((word) => !mayBeOption(word) || (isFixed(word) && pattern.test(word.shape)));
}

/** Any words but those that may be one of these. */
function without(...forbidden: readonly string[]): ArgumentPolicy {
  return (words) =>
    !words.some((word) => word.isSplit || forbidden.some((pattern) => mayFit(pattern, word.shape) || isBeginning(word.shape, pattern)));
}

/** Programs take the beginning of a long option for the whole. */
function isBeginning(option: string, pattern: string): boolean {
  const name = option.split('=')[0] ?? '';
  return /^--[^*]/.test(pattern) && name.length > 2 && name.startsWith('--') && pattern.startsWith(name);
}

/** At most so many words that are not options, however many files a pattern fits. */
function atMost(count: number, words: readonly ShellWord[]): boolean {
  const found = operands(words);
  return found.length <= count && !found.some(({ isSeveral }) => isSeveral);
}

const SORT_OPTIONS =
  /^-([bdfgiMhnRrVcCmsuz]*(k[\d.,bdfgiMnhRrV]*|t.?)?|-(reverse|unique|numeric-sort|human-numeric-sort|version-sort|general-numeric-sort|ignore-case|stable|check|key=.*|field-separator=.*|zero-terminated))$/;
const TREE_OPTIONS =
  /^(-([adfilpsughDFrtcUQNqvAnCLIP]+)|--(dirsfirst|noreport|gitignore|prune|du|si|filelimit|filesfirst|charset|nolinks).*)$/;
/** Not the options by which it prints environments. */
const PS_ARGUMENTS =
  /^(aux(ww?)?|-ef|-eF|-e|-A|-f)?( ?-e?o (?!\S*env)[\w%,=]+| ?--sort=[-\w%,]+| ?--no-headers| ?-p [\d,]+| ?-u \w+| ?-C \w+)*$/;
/** `env` as a function, not as the name of a field; and programs from files. */
const JQ_POWER = /(^|[^.\w])env\b|ENV|\b(import|include)\b|^-\w*f|^--from-file/;
/** `%n` sets the variable that is named, and its subscript is run. */
const PRINTF_POWER = /%[^%a-zA-Z]*[hjlLqtz]*n/;

const POLICIES: { readonly [program: string]: ArgumentPolicy } = {
  wc: namesNoList,
  du: namesNoList,
  find: without('-exec*', '-ok*', '-delete', '-fprint*', '-fls', '-files0-from'),
  rg: without('--pre', '--pre=*', '--hostname-bin', '--hostname-bin=*', '-*z*', '--search-zip', '-*L*', '--follow'),
  file: without('-*C*', '--compile', '-*z*', '-*Z*', '--uncompress*', '-*f*', '--files-from*'),
  fd: without('-*x*', '-*X*', '--exec', '--exec-batch', '-*L*', '--follow'),
  jq: (words) => !words.some(({ isSplit, shape }) => isSplit || JQ_POWER.test(shape)),
  printf: ([format]) => format !== undefined && isFixed(format) && !mayBeOption(format) && !PRINTF_POWER.test(format.shape),
  exit: onlyNumbers,
  return: onlyNumbers,
  break: onlyNumbers,
  continue: onlyNumbers,
  shift: onlyNumbers,
  wait: onlyNumbers,
  sort: onlyOptions(SORT_OPTIONS),
  tree: onlyOptions(TREE_OPTIONS),
  uniq: (words) => onlyOptions(/^-([cdDuiz]*([fsw]\d+)?|-(count|repeated|unique|ignore-case))$/)(words) && atMost(1, words),
  xxd: (words) => onlyOptions(/^-([abeiups]|[clg]\d+)$/)(words) && atMost(1, words),
  date: (words) => fixed(words) && words.every(isDateArgument),
  hostname: onlyHasOptions(/^-[fisIdA]$/),
  ps: (words) => fixed(words) && PS_ARGUMENTS.test(words.map(({ shape }) => shape).join(' ')),
  tar: (words) => fixed(words) && isListing(words),
  unzip: (words) => fixed(words) && words[0]?.shape === '-l' && words.slice(1).every((word) => !mayBeOption(word)),
  sed: sedOnlyReads,
  awk: awkOnlyReads,
  gawk: awkOnlyReads,
  command: (words) => /^-[vV]$/.test(words[0]?.shape ?? ''),
  test: testOnlyReads,
  '[': (words) => testOnlyReads(words.slice(0, -1)),
  read: (words) => fixed(words) && words.every(({ shape }) => /^(-r|[a-z_][a-z0-9_]*)$/.test(shape)),
  set: (words) => fixed(words) && words.length > 0 && words.every(({ shape }) => /^([-+][eux]*o?|pipefail|errexit|nounset)$/.test(shape)),
  cd: (words) => fixed(words) && words.length === 1 && words.every((word) => !mayBeOption(word)),
};

/** Files are named to it one by one, not by a list in a file. What is not known yet is judged as a name. */
function namesNoList(words: readonly ShellWord[]): boolean {
  return !words.some(({ shape }) => shape.startsWith('--f'));
}

const VERSION_QUESTION = /^(--version|-v|-V|-version)$/;

/** Whether a program of this name, with these arguments, only reads. Programs that are not known here may do anything. */
export function onlyReads(program: string, words: readonly ShellWord[]): boolean {
  if (harmless.has(program)) return true;
  if (Object.hasOwn(POLICIES, program) && POLICIES[program]?.(words)) return true;
  return versioned.has(program) && words.length === 1 && words.every((word) => isFixed(word) && VERSION_QUESTION.test(word.shape));
}

const harmless: ReadonlySet<string> = new Set(HARMLESS);
const versioned: ReadonlySet<string> = new Set(VERSIONED);

function onlyNumbers(words: readonly ShellWord[]): boolean {
  return words.every((word) => isFixed(word) && /^\d+$/.test(word.shape));
}

function onlyHasOptions(pattern: RegExp): ArgumentPolicy {
  return (words) => fixed(words) && words.every(({ shape }) => pattern.test(shape));
}

/** A format, or a date to be printed; `-s` and a bare operand set the clock. */
function isDateArgument({ shape }: ShellWord, place: number, words: readonly ShellWord[]): boolean {
  return /^(\+|-u$|-R$|-I|--utc$|--iso-8601|--rfc-|-d|--date=|-r)/.test(shape) || /^-[dr]$/.test(words[place - 1]?.shape ?? '');
}

/** `tar tf FILE`; a file of the form `host:file` is fetched by a program. */
function isListing([how, ...files]: readonly ShellWord[]): boolean {
  return (
    /^-?t[vzjJ]*f$/.test(how?.shape ?? '') && files.length > 0 && files.every((word) => !mayBeOption(word) && !word.shape.includes(':'))
  );
}

const COMPARISON = /^(=|==|!=|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

/** `-v` looks into subscripts, which bash runs; so where words are not known, they must not be able to become it. */
function testOnlyReads(words: readonly ShellWord[]): boolean {
  const [first, second] = words;
  if (words.some(({ isSplit, shape }) => isSplit || shape === '-v' || shape === '-R')) return false;
  if (fixed(words)) return true;
  if (words.length === 2) return first !== undefined && isFixed(first);
  return words.length === 3 && COMPARISON.test(second?.shape ?? '');
}
