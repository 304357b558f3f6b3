import { NAME, NUMBER, type ProgramTable, TEXT } from './argumentTable';

const ALONE: ProgramTable = {};
const FORMAT = /^(?!-)(?:[^%]|%%|%[-+0# ]?\d*(?:\.\d+)?[sdiuoxXcqbfeg])*$/;

/** Programs and parts of the shell that tell of the machine, calculate, wait and print. */
export const SYSTEM_PROGRAMS: { readonly [program: string]: ProgramTable } = {
  pwd: { flags: 'LP' },
  echo: { isPlain: true, rest: 'printed' },
  ':': { isPlain: true, rest: 'printed' },
  true: ALONE,
  false: ALONE,
  // `%n` sets a variable.
  printf: { isPlain: true, operands: [FORMAT], rest: 'printed' },
  whoami: ALONE,
  logname: ALONE,
  id: { flags: 'unGgr', operands: [NAME] },
  groups: { operands: [NAME] },
  uname: { flags: 'asnrvmpio' },
  arch: ALONE,
  hostname: ALONE,
  nproc: { long: 'all' },
  uptime: { flags: 'ps' },
  free: { flags: 'hbkmgtlw' },
  lscpu: ALONE,
  tty: ALONE,
  times: ALONE,
  getconf: { flags: 'a', operands: [NAME] },
  seq: { flags: 'w', values: { s: TEXT, f: TEXT }, rest: NUMBER },
  sleep: { rest: /^[\d.]+[smhd]?$/ },
  expr: { rest: TEXT },
  type: { flags: 'atp', rest: NAME },
  which: { flags: 'a', rest: NAME },
  command: { flags: 'vV', operands: [NAME] },
  exit: { operands: [NUMBER] },
  break: { operands: [NUMBER] },
  continue: { operands: [NUMBER] },
  wait: ALONE,
  // A bare date, or `-s`, sets the clock.
  date: {
    flags: 'uRI',
    values: { d: TEXT },
    long: 'utc universal rfc-email iso-8601',
    longValues: { date: TEXT, 'iso-8601': NAME, 'rfc-3339': NAME },
    operands: [/^\+/],
  },
};

/** How programs are asked for their version. With any other option these do whatever they are told. */
const VERSION_QUESTIONS: { readonly [program: string]: readonly string[] } = {
  node: ['--version', '-v'],
  npm: ['--version', '-v'],
  python: ['--version', '-V'],
  python3: ['--version', '-V'],
  bash: ['--version'],
  git: ['--version'],
  gcc: ['--version'],
  make: ['--version'],
  cmake: ['--version'],
  perl: ['--version', '-v'],
  rg: ['--version'],
  jq: ['--version'],
  curl: ['--version'],
};

export function asksForVersion(program: string, texts: readonly (string | undefined)[]): boolean {
  const [question = '', ...others] = texts;
  const known = Object.hasOwn(VERSION_QUESTIONS, program) ? VERSION_QUESTIONS[program] : undefined;
  return others.length === 0 && known?.includes(question) === true;
}
