import { launchOf } from './launchers';
import { readShellScript, type ShellScript, type SimpleCommand } from './shellScript';
import { isFixed, plainWord, type ShellWord, UNKNOWN_WORD } from './shellWord';

/** Programs that start what they are given, as words or as a script. */
const LAUNCHERS = new Set(
  `sudo doas su runuser env nice ionice nohup setsid stdbuf timeout time command builtin exec eval trap xargs parallel watch strace ltrace
   chroot unshare nsenter flock script busybox toybox bash sh dash ash mksh zsh ksh fish pwsh builtin hash alias coproc mapfile readarray
   compgen complete bind taskset chrt prlimit setarch linux32 linux64 fakeroot proot firejail bwrap systemd-run start-stop-daemon
   dbus-run-session xvfb-run sg chronic entr catchsegv pkexec at batch unbuffer`.split(/\s+/),
);
/** Programs that start others when they are told to, which is not what they are for. */
const SOMETIMES = new Set([
  'find',
  'fd',
  'fdfind',
  'git',
  'ssh',
  'rg',
  'tar',
  'awk',
  'rsync',
  'scp',
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'docker',
]);
const STARTING_OPTION = /^(-(exec|ok)(dir)?|-[xX]|--exec(-batch)?|--pre)$/;
/** After these git starts what follows, options aside. */
const STARTING_SUBCOMMAND = /^(run|foreach)$/;
/** Programs that are given code in languages of their own, in which other programs can be started. */
const CODED =
  /^(python[\d.]*|pypy3?|perl|ruby|node|deno|bun|php|lua|tclsh|expect|osascript|[gm]?awk|nawk|sed|gsed|vim?|nvim|ex|ed|emacs|gdb|lldb|sqlite3|psql|mysql|make|gmake|less|man|at|batch|bind)$/;
/** Programs that add words to what they start. */
const FEEDING = new Set(['xargs', 'parallel', 'entr', 'find', 'fd', 'fdfind']);
/** The loader of programs; and what is left where the grammar takes `time -f x` for its own `time`. */
const NAMELESS = /^(ld(-linux[\w.-]*)?\.so[.\d]*|-.*)$/;
const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh', 'ksh', 'ash', 'mksh', 'source', '.']);
/** Beyond these a line is not followed any further; what else it starts counts as any program. */
const MOST_STARTED = 1_000;
const MOST_STARTED_EACH = 8;
const MOST_PLACES = 64;
const MOST_CODE = 200;

/**
 * Every command that a script might start, and some that it would not: what follows a launcher is taken for a command from each of its words on,
 * and each of its words for a script. For rules that forbid, which had better meet too much than too little. A program of unknown name counts as any.
 */
export function everyCommand(script: ShellScript): readonly SimpleCommand[] {
  const before = known.get(script);
  if (before) return before;
  const found = [...script.commands, ...script.assigned.flatMap(scriptCommands), ...commandsInCode(script)];
  const most = found.length * (1 + MOST_STARTED_EACH) + MOST_STARTED;
  for (let place = 0; place < found.length && found.length < most; place += 1) {
    const command = found[place];
    if (command) found.push(...startedBy(command));
  }
  const every = found.length < most ? found : [...found, ANY_COMMAND];
  known.set(script, every);
  return every;
}

/** Several rules and checks ask about one script. */
const known = new WeakMap<ShellScript, readonly SimpleCommand[]>();
const ANY_COMMAND: SimpleCommand = { words: [UNKNOWN_WORD] };

/** The last part of a program's path. */
export function programName(program: ShellWord): string {
  return program.shape.slice(program.shape.lastIndexOf('/') + 1);
}

/** Whether what a command does is up to its arguments. A shell that is given a file is like any program. */
export function startsOthers({ words: [program, first] }: SimpleCommand): boolean {
  if (!program || !LAUNCHERS.has(programName(program))) return false;
  return !(SHELLS.has(programName(program)) && first && isFixed(first) && !first.shape.startsWith('-'));
}

function startedBy(command: SimpleCommand): readonly SimpleCommand[] {
  const [program, ...rest] = command.words;
  if (!program) return [];
  if (runsWhatItReads(program, rest)) return [ANY_COMMAND];
  const isLauncher = LAUNCHERS.has(programName(program)) || NAMELESS.test(programName(program));
  if (!isLauncher && !SOMETIMES.has(programName(program))) return [];
  const exact = launchOf(command)?.commands ?? [];
  const scripts = rest.flatMap(scriptCommands);
  if (LAUNCHERS.has(programName(program)) && !startsOthers(command)) return [...exact, ...scripts];
  if (isLauncher && rest.length > MOST_PLACES) return [...exact, ...scripts, ANY_COMMAND];
  const fed = FEEDING.has(programName(program)) ? [UNKNOWN_WORD] : [];
  const subcommand = rest.findIndex(({ shape }) => STARTING_SUBCOMMAND.test(shape));
  const mayBegin = (word: ShellWord, place: number) =>
    isLauncher
      ? mayBeProgram(word, rest.slice(0, place))
      : STARTING_OPTION.test(rest[place - 1]?.shape ?? '') || (subcommand >= 0 && place > subcommand);
  return [
    ...exact,
    ...scripts,
    ...rest.flatMap((word, place) => (mayBegin(word, place) ? [{ words: [...rest.slice(place), ...fed] }] : [])),
  ];
}

/** Any word may, but one of unknown text only where nothing else can be the program. */
function mayBeProgram(word: ShellWord, before: readonly ShellWord[]): boolean {
  return isFixed(word) || before.every(({ shape }) => /^-|=|^\d/.test(shape));
}

/** A script may stand behind an option or a name: `--checkpoint-action=exec=rm x`, `alias z=rm`. */
function scriptCommands({ value }: ShellWord): readonly SimpleCommand[] {
  const behind = /^-*[\w.-]+=((?:exec=)?)(.*)$/s.exec(value);
  if (behind?.[2]) return readShellScript(behind[2].replace(/^!/, '')).commands.map(({ words }) => ({ words: [...words, UNKNOWN_WORD] }));
  return /[\s;&|()`$!<>]/.test(value) ? readShellScript(value.replace(/^([\w.-]+=)?!/, '')).commands : [];
}

/** Whatever in the code of other languages may be a command: the text from each of its words on. For rules that forbid. */
function commandsInCode({ commands, otherWords }: ShellScript): readonly SimpleCommand[] {
  const coded = commands.filter(({ words: [program] }) => program && CODED.test(programName(program)));
  if (coded.length === 0) return [];
  const texts = [...coded.flatMap(({ words }) => words.slice(1)), ...otherWords].map(({ value }) => value);
  const found = texts.flatMap((text) => {
    const places = [...text.matchAll(/(?<![\w./-])[a-zA-Z][\w.-]*/g)].map(({ index }) => index);
    return places.slice(0, MOST_PLACES).map((place) => text.slice(place, place + MOST_CODE));
  });
  return found.map((text) => ({
    words: text
      .split(/[\s'"`();,]+/)
      .filter((word) => word !== '')
      .map(plainWord),
  }));
}

/** A shell that is given neither a file nor a script. */
function runsWhatItReads(program: ShellWord, rest: readonly ShellWord[]): boolean {
  return isFixed(program) && SHELLS.has(programName(program)) && rest.every(({ shape }) => /^-[^c]*$/.test(shape));
}
