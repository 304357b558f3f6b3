import { programName } from './everyCommand';
import { onlyReads } from './readOnlyPrograms';
import type { SimpleCommand } from './shellScript';
import { isFixed, type ShellWord } from './shellWord';
import { isStarting, mayBeStarting, STARTING, STARTING_IN_GIT } from './startingWords';
import { mayFit } from './wildcard';

/** Whatever words they are given, none of them becomes a program or a script. */
const PLAIN = new Set(
  `echo cat tac nl head tail wc cut tr rev paste join comm cmp diff fold fmt expand unexpand column od hexdump xxd strings stat df du
  pwd basename dirname realpath readlink whoami id groups logname uname arch nproc uptime free true false : seq sleep cksum sum md5sum sha1sum
  sha224sum sha256sum sha384sum sha512sum b2sum factor expr tty users who locale getconf lscpu lsblk which type base64 base32 zcat gzip gunzip
  xz bzip2 zstd cal numfmt tsort pr pgrep pkill pidof times ls dir tree file date hostname ps jq uniq grep egrep fgrep zgrep mkdir
  rmdir cp mv touch ln link rm unlink chmod chown chgrp truncate tee dd mktemp mkfifo shred sync cd pushd popd dirs set shift return exit
  break continue fg bg disown kill umask ulimit shopt curl unzip tsc prettier eslint biome ruff black rustfmt gofmt
  shellcheck stylelint pytest jest`.split(/\s+/),
);

/** Builtins that run what stands in subscripts, which may be quoted: `test -v 'a[$(rm x)]'`. */
const CALCULATING = new Set('printf test [ unset wait getopts let read'.split(' '));

/** Plain but for the words that start others in them. */
const PLAIN_WITHOUT = new Set('sort vitest wget install rg fd fdfind'.split(' '));

const PLAIN_GIT = new Set(
  `add am apply blame branch cat-file check-ignore checkout cherry-pick clean commit count-objects describe diff diff-index diff-tree
  for-each-ref format-patch gc hash-object log ls-files ls-tree merge merge-base mv name-rev range-diff read-tree reflog reset
  restore rev-list rev-parse revert rm shortlog show show-ref stash status switch symbolic-ref tag update-index update-ref version
  whatchanged worktree write-tree`.split(/\s+/),
);
export const PLAIN_GH = new Set('pr issue release run search status label'.split(' '));
/** Where programs are that have the names they are known by. */
const SYSTEM_FOLDER = /^\/(usr\/(local\/)?)?s?bin\/[^/]+$/;

/**
 * Whether no word of the command can become a program or a script that it starts. For rules that forbid: what is not known here is taken for
 * one that starts whatever it is given.
 */
export function startsNothing({ words: [program, ...rest] }: SimpleCommand): boolean {
  if (!program || !isFixed(program) || (program.shape.includes('/') && !SYSTEM_FOLDER.test(program.shape))) return false;
  const name = programName(program);
  if (PLAIN.has(name)) return true;
  if (CALCULATING.has(name)) return !rest.some(({ shape }) => /\$\(|`/.test(shape));
  if (PLAIN_WITHOUT.has(name)) return !rest.some((word) => mayBeStarting(STARTING.get(name) ?? {}, word));
  switch (name) {
    case 'git':
      return isPlainGit(rest);
    case 'gh':
      return rest[0] !== undefined && isFixed(rest[0]) && PLAIN_GH.has(rest[0].shape);
    case 'find':
      return isPlainFind(rest);
    case 'sed':
    case 'awk':
    case 'gawk':
    case 'tar':
      return onlyReads(name, rest);
    default:
      return false;
  }
}

/** `git -C folder commit …`: other options before the subcommand set what git starts, and so stand in its place. */
function isPlainGit(words: readonly ShellWord[]): boolean {
  const place = words.findIndex(
    ({ shape }, at) => !/^(-C|-P|--no-pager|--literal-pathspecs)$/.test(shape) && words[at - 1]?.shape !== '-C',
  );
  const subcommand = words[place];
  if (!subcommand || !isFixed(subcommand)) return false;
  const starting = STARTING_IN_GIT.get(subcommand.shape);
  if (!starting) return PLAIN_GIT.has(subcommand.shape);
  const given = words.slice(place + 1);
  // Those that act on what is elsewhere are often given names that are only known then, which are taken for names.
  return !given.some((word) => (starting.words ? isStarting(starting, word.shape) : mayBeStarting(starting, word)));
}

/** What `-exec` starts ends with `;` or `+`. */
function isPlainFind(words: readonly ShellWord[]): boolean {
  if (words.some(({ isSplit }) => isSplit)) return false;
  const place = words.findIndex(({ shape }) => mayFit('-exec*', shape) || mayFit('-ok*', shape));
  return place < 0 || !words.slice(place).some(({ shape }) => mayFit(';', shape) || mayFit('+', shape));
}
