import { parseArgs } from 'node:util';
import { describeFailure } from './failures';
import { generalHelp, verbHelp } from './help';
import { COMMON_OPTIONS } from './options';
import type { Terminal } from './terminal';
import { type ExitStatus, type OptionSpec, UsageError, type Verb } from './verb';

/** Runs one command line, from the word after the program's name on, and answers the exit status. */
export async function runCommandLine(words: readonly string[], terminal: Terminal, verbs: readonly Verb[]): Promise<ExitStatus> {
  if (words.length === 0 || isHelp(words[0])) {
    terminal.print(generalHelp(verbs));
    return words.length === 0 ? 2 : 0;
  }
  try {
    const { verb, rest } = findVerb(words, verbs);
    const { values, positionals } = readWords(verb, rest);
    if (values.help === true) {
      terminal.print(verbHelp(verb));
      return 0;
    }
    checkOperands(verb, positionals);
    return await verb.run(positionals, values, terminal);
  } catch (error) {
    const { status, lines } = describeFailure(error);
    for (const line of lines) terminal.note(line);
    return status;
  }
}

function isHelp(word: string | undefined): boolean {
  return word === 'help' || word === '--help' || word === '-h';
}

/** Two-word verbs first; the first word alone stands for its `list`. */
function findVerb(words: readonly string[], verbs: readonly Verb[]): { verb: Verb; rest: readonly string[] } {
  const [first = '', second = ''] = words;
  const named = (name: string) => verbs.find((verb) => verb.name === name);
  const long = named(`${first} ${second}`);
  if (long !== undefined) return { verb: long, rest: words.slice(2) };
  const group = verbs.filter((verb) => verb.name.startsWith(`${first} `));
  if (group.length > 0 && second !== '' && !second.startsWith('-')) {
    throw new UsageError([`${first} ${second}: no such command. There are: ${group.map((verb) => verb.name).join(', ')}.`]);
  }
  const short = named(first) ?? named(`${first} list`);
  if (short !== undefined) return { verb: short, rest: words.slice(1) };
  throw new UsageError([`${first}: no such command. "stepgraph --help" lists them.`]);
}

function readWords(verb: Verb, words: readonly string[]) {
  const options = { ...COMMON_OPTIONS, ...verb.options };
  try {
    return parseArgs({ args: joinNegativeValues(words, options), options, allowPositionals: true });
  } catch (error) {
    // parseArgs throws only about what was typed, in a sentence for people.
    const sentence = error instanceof Error ? error.message : String(error);
    throw new UsageError([missingValue(sentence) ?? sentence, usageHint(verb)]);
  }
}

/** `--limit -1` means a value, which the verb then judges, and not an option called 1. */
function joinNegativeValues(words: readonly string[], options: { readonly [name: string]: OptionSpec }): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1) ?? '';
    const takesValue = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (takesValue && /^-\d/.test(word) && !joined.includes('--')) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

/** In place of parseArgs's own words about an option without its value; undefined for any other complaint. */
function missingValue(complaint: string): string | undefined {
  const [, option, what] = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument (missing|is ambiguous)/.exec(complaint) ?? [];
  if (option === undefined) return undefined;
  const hint = what === 'missing' ? '' : ` One that begins with a dash is written as in ${option}=-x.`;
  return `${option}: its value is missing.${hint}`;
}

function checkOperands(verb: Verb, given: readonly string[]): void {
  const missing = verb.operands.filter((operand, position) => !operand.startsWith('[') && !given[position]);
  const extra = given.slice(verb.operands.length);
  if (missing.length > 0) throw new UsageError([`Missing: ${missing.join(' ')}.`, usageHint(verb)]);
  if (extra.length > 0) throw new UsageError([`Not understood: ${extra.join(' ')}.`, usageHint(verb)]);
}

function usageHint(verb: Verb): string {
  return `"stepgraph ${verb.name} --help" shows how it is used.`;
}
