import { COMMON_OPTIONS } from './options';
import type { OptionSpec, Verb } from './verb';

/** What `stepgraph --help` prints. */
export function generalHelp(verbs: readonly Verb[]): string {
  const rows = verbs.map((verb) => [usage(verb), verb.summary] as const);
  return [
    'stepgraph: draw, run and understand agent workflows',
    '',
    ...aligned(rows),
    '',
    'Every command takes --db FILE, --json and --help.',
    'Exit status: 0 completed, 1 failed or partial, 2 invalid definition, parameter or usage, 130 aborted.',
  ].join('\n');
}

/** What `stepgraph <verb> --help` prints. */
export function verbHelp(verb: Verb): string {
  const options = Object.entries({ ...verb.options, ...COMMON_OPTIONS });
  const rows = options.map(([name, option]) => [optionUsage(name, option), option.help] as const);
  return [`Usage: stepgraph ${usage(verb)} [options]`, '', verb.summary, '', ...aligned(rows)].join('\n');
}

function usage(verb: Verb): string {
  return [verb.name, ...verb.operands].join(' ');
}

function optionUsage(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  const value = option.value === undefined ? '' : ` ${option.value}`;
  return `${short}--${name}${value}${option.multiple ? ' …' : ''}`;
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
