import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../../../electron/cli/commandLine';
import { commonSchema, wholeNumber } from '../../../electron/cli/options';
import { defineVerb } from '../../../electron/cli/verb';
import { AppError } from '../../../shared/lib/appError';
import { recordedTerminal } from './recordedTerminal';

const greet = defineVerb({
  name: 'greet',
  operands: ['NAME'],
  summary: 'Greet someone.',
  options: {
    times: { type: 'string', value: 'N', help: 'how often' },
    word: { type: 'string', short: 'w', multiple: true, help: 'words' },
  },
  schema: commonSchema.extend({ times: wholeNumber(1, 9).default(1), word: z.array(z.string()).default([]) }),
  run: async ({ operands: [name], options, terminal }) => {
    terminal.print(JSON.stringify({ name, times: options.times, words: options.word, json: options.json }));
    return 0;
  },
});
const failWith = (name: string, error: Error) =>
  defineVerb({ name, operands: [], summary: '', options: {}, schema: commonSchema, run: () => Promise.reject(error) });
const verbs = [
  greet,
  failWith('things list', new AppError('NOT_FOUND', 'There is no such thing.')),
  failWith('things show', new AppError('NETWORK', 'The server does not answer.')),
  failWith(
    'wrong',
    new AppError('INVALID_WORKFLOW', 'wrong', [
      { path: '$.steps', message: 'first' },
      { path: '$.name', message: 'second' },
    ]),
  ),
];

async function type(...words: string[]) {
  const terminal = recordedTerminal();
  const status = await runCommandLine(words, terminal, verbs);
  return { status, out: terminal.out.join('\n'), err: terminal.err.join('\n') };
}

describe('the command line', () => {
  it('gives a verb its operands and parsed options', async () => {
    expect(await type('greet', 'Ada', '--times', '3', '-w', 'a=b', '--word', 'c', '--json')).toEqual({
      status: 0,
      out: '{"name":"Ada","times":3,"words":["a=b","c"],"json":true}',
      err: '',
    });
  });

  it('takes a group without a second word for its list', async () => {
    expect(await type('things')).toEqual({ status: 2, out: '', err: 'There is no such thing.' });
  });

  it.each([
    [['nothing'], /nothing: no such command/],
    [['things', 'burn'], /things burn: no such command. There are: things list, things show/],
    [['greet'], /Missing: NAME/],
    [['greet', 'Ada', 'Bob'], /Not understood: Bob/],
    [['greet', 'Ada', '--loud'], /--loud/],
    [['greet', 'Ada', '--times'], /^--times: its value is missing\.\n/],
    [['greet', 'Ada', '-w'], /^--word: its value is missing\.\n/],
    [['greet', 'Ada', '--times', '-1'], /^--times: give a whole number from 1 to 9$/],
    [['greet', ''], /Missing: NAME/],
    [['greet', 'Ada', '--times', '10'], /--times: give a whole number from 1 to 9/],
    [['greet', 'Ada', '--times', '1e0'], /--times: give a whole number from 1 to 9/],
    [['greet', 'Ada', '--db', ''], /--db/],
  ])('answers %j with status 2 and a sentence, and runs nothing', async (words, sentence) => {
    const { status, out, err } = await type(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(sentence);
  });

  it('ends with status 1 when something failed that is not the fault of what was typed', async () => {
    expect(await type('things', 'show')).toEqual({ status: 1, out: '', err: 'The server does not answer.' });
  });

  it('lists every problem of a definition with its place', async () => {
    expect(await type('wrong')).toEqual({ status: 2, out: '', err: '$.steps: first\n$.name: second' });
  });

  it.each([[['--help']], [['help']], [['-h']]])('lists the commands for %j', async (words) => {
    const { status, out } = await type(...words);
    expect(status).toBe(0);
    for (const verb of verbs) expect(out).toContain(verb.name);
  });

  it('explains one command', async () => {
    const { status, out } = await type('greet', '--help');
    expect(status).toBe(0);
    expect(out).toContain('Usage: stepgraph greet NAME');
    for (const option of ['--times N', '-w, --word', '--db FILE', '--json', '-h, --help']) expect(out).toContain(option);
  });

  it('without a word shows the commands and says that something was missing', async () => {
    expect((await type()).status).toBe(2);
  });
});
