import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from './commandLine';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const step = (id: string, more: object = {}) => ({ id, prompt: 'p', ...more });
const workflow = (steps: object[], more: object = {}) => ({ name: 'w', steps, ...more });

/** Every line of stderr, without the file's name; and that nothing was begun. */
async function refusal(...words: string[]) {
  const { status, out, err } = await machine.run(...words);
  expect({ status, out }, err).toEqual({ status: 2, out: '' });
  expect(existsSync(machine.database), 'a store was made').toBe(false);
  return err.trimEnd().split('\n');
}

describe('a definition that is wrong is refused with every problem once, at its place', () => {
  it.each([
    ['invalid_shape', { name: 'w', steps: [{ id: 'a', prompt: 7 }] }, ['$.steps[0].prompt']],
    ['invalid_shape', { name: 'w', steps: 'none' }, ['$.steps']],
    ['invalid_shape', [], ['$']],
    ['empty_name', workflow([step('a')], { name: '' }), ['$.name']],
    ['no_steps', workflow([]), ['$.steps']],
    ['empty_prompt', workflow([step('a', { prompt: ' ' })]), ['$.steps[0].prompt']],
    ['invalid_id', workflow([step('a b')]), ['$.steps[0].id']],
    ['duplicate_id', workflow([step('a'), step('a')]), ['$.steps[1].id']],
    ['unknown_dependency', workflow([step('a', { dependsOn: ['b'] })]), ['$.steps[0].dependsOn[0]']],
    ['self_dependency', workflow([step('a', { dependsOn: ['a'] })]), ['$.steps[0].dependsOn[0]']],
    ['cycle', workflow([step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })]), ['$.steps[0].dependsOn[0]']],
    ['unknown_step_reference', workflow([step('a', { prompt: '$steps.b.text' })]), ['$.steps[0].prompt']],
    ['unordered_reference', workflow([step('a', { prompt: '$steps.b.text' }), step('b')]), ['$.steps[0].prompt']],
    ['parameter_name', workflow([step('a')], { parameters: { lower: { type: 'string' } } }), ['$.parameters.lower']],
    ['unknown_tool', workflow([step('a', { allowedTools: ['raed'] })]), ['$.steps[0].allowedTools[0]']],
    [
      'several problems',
      workflow([step('a', { prompt: '' }), step('b', { dependsOn: ['x', 'y'] })], { name: '' }),
      ['$.name', '$.steps[0].prompt', '$.steps[1].dependsOn[0]', '$.steps[1].dependsOn[1]'],
    ],
  ])('%s', async (_, definition, places) => {
    const file = machine.write('workflow.json', JSON.stringify(definition));
    const errors = (await refusal('run', file)).filter((line) => !line.includes(': warning: '));
    expect(errors.map((line) => line.split(': ')[1]).sort()).toEqual([...places].sort());
    for (const line of errors) expect(line.startsWith(`${file}: `), line).toBe(true);

    const validated = await machine.run('validate', file, '--json');
    const problems: { severity: string; path: string }[] = JSON.parse(validated.out);
    expect(validated.status).toBe(2);
    expect(
      problems
        .filter((problem) => problem.severity === 'error')
        .map((problem) => problem.path)
        .sort(),
    ).toEqual([...places].sort());
  });

  it('spells a cycle', async () => {
    const file = machine.write('workflow.json', workflow([step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })]));
    expect((await refusal('run', file)).join()).toMatch(/a → b → a|b → a → b/);
  });
});

describe('a file that is no workflow is refused with a sentence', () => {
  it('when there is none', async () => {
    expect(await refusal('run', 'missing.json')).toEqual(['missing.json: can not be read: there is no such file.']);
  });

  it('when it is a folder', async () => {
    expect(await refusal('run', '.')).toEqual(['.: can not be read: this is a folder, not a file.']);
  });

  it('when it is not JSON, with line and column', async () => {
    const file = machine.write('workflow.json', '{\n  "name": "w",\n  steps: []\n}');
    const [line = ''] = await refusal('run', file);
    expect(line).toMatch(/workflow\.json: \$: .*[Ll]ine 3/);
  });

  it('when it is not a text', async () => {
    const file = machine.write('workflow.json', '');
    await import('node:fs/promises').then(({ writeFile }) => writeFile(file, Buffer.from([0xff, 0xfe, 0x00, 0x80])));
    expect(await refusal('run', file)).toEqual([`${file}: can not be read: it is not a text in UTF-8.`]);
  });

  it('accepts one with a byte order mark', async () => {
    const file = machine.write('workflow.json', `\uFEFF${JSON.stringify(workflow([step('a')]))}`);
    expect((await machine.run('validate', file)).status).toBe(0);
  });
});

describe('parameters that are wrong are refused all together', () => {
  const parameters = {
    NEEDED: { type: 'string', required: true },
    COUNT: { type: 'number' },
    FLAG: { type: 'boolean' },
    DATA: { type: 'json' },
  };
  const file = () => machine.write('workflow.json', workflow([step('a', { prompt: '$NEEDED $COUNT $FLAG $DATA' })], { parameters }));

  it('missing, malformed and undeclared, each named once', async () => {
    const lines = await refusal('run', file(), '-p', 'COUNT=many', '-p', 'FLAG=perhaps', '-p', 'DATA={', '-p', 'OTHER=1');
    for (const name of ['NEEDED', 'COUNT', 'FLAG', 'DATA', 'OTHER']) {
      expect(
        lines.filter((line) => new RegExp(`\\b${name}\\b`).test(line.split(':', 1)[0] ?? '')),
        name,
      ).toHaveLength(1);
    }
    expect(lines).toHaveLength(5);
  });

  it('beside the problems of the definition', async () => {
    const broken = machine.write(
      'broken.json',
      workflow([step('a', { prompt: '$NEEDED', dependsOn: ['x'] })], { parameters: { NEEDED: parameters.NEEDED } }),
    );
    const lines = await refusal('run', broken);
    expect(lines.filter((line) => line.includes('$.steps[0].dependsOn[0]'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('NEEDED'))).toHaveLength(1);
  });

  it('whatever the name: __proto__ is one like any other', async () => {
    const values = machine.write('values.json', '{"NEEDED": "x", "__proto__": {"FLAG": true}}');
    expect(await refusal('run', file(), '-p', 'NEEDED=x', '-p', '__proto__=1')).toEqual([expect.stringContaining('__proto__')]);
    expect(await refusal('run', file(), '--params', values)).toEqual([expect.stringContaining('__proto__')]);
  });

  it('one given twice, since nobody could say which one counts', async () => {
    const twice = ['-p', 'NEEDED=x', '-p', 'COUNT=1', '-p', 'COUNT=2'];
    expect(await refusal('run', file(), ...twice)).toEqual(['-p COUNT=2: COUNT is given before: give each parameter once.']);
  });

  it('a number that would change silently, on the command line or in a file', async () => {
    const values = machine.write('values.json', '{"NEEDED": "x", "COUNT": 12345678901234567890}');
    expect(await refusal('run', file(), '-p', 'NEEDED=x', '-p', 'COUNT=12345678901234567890')).toEqual([
      expect.stringMatching(/^COUNT must be kept exactly, and 12345678901234567890 .*: make COUNT a string parameter\.$/),
    ]);
    expect(await refusal('run', file(), '--params', values)).toEqual([
      `${values}: 12345678901234567890 is beyond what a number keeps exactly: write it in double quotes, as a text.`,
    ]);
  });

  it('and so are pairs without a value and files that hold no object', async () => {
    const values = machine.write('values.json', '[1]');
    const lines = await refusal('run', file(), '-p', 'NEEDED', '--params', values);
    expect(lines[0]).toMatch(/values\.json: \$: must be a JSON object/);
    expect(lines[1]).toBe('-p NEEDED: write it as NAME=VALUE.');
  });
});

it('a name that is neither a file nor a stored workflow is refused', async () => {
  const { status, out, err } = await machine.run('run', 'nothing-of-that-name');
  expect({ status, out, err: err.trim() }).toEqual({
    status: 2,
    out: '',
    err: 'nothing-of-that-name: there is no such file, and no stored workflow of that name.',
  });
});

it('a work directory that is not there is refused before anything is started', async () => {
  const file = machine.write('workflow.json', workflow([step('a')]));
  const { status, err } = await machine.run('run', file, '--workdir', '/nowhere/at/all', '--rehearse');
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('The work directory /nowhere/at/all cannot be opened.') });
  expect(JSON.parse((await machine.run('runs', 'list', '--json')).out)).toEqual([]);
});

it('a model that nobody knows is a warning', async () => {
  const file = machine.write('workflow.json', workflow([step('a', { model: 'gpt-9' })]));
  const { status, out } = await machine.run('validate', file, '--json');
  expect({ status, codes: JSON.parse(out).map((problem: { code: string }) => problem.code) }).toEqual({
    status: 0,
    codes: ['unknown_model'],
  });
});

it('a file that cannot be read is a problem like others for whoever reads JSON', async () => {
  const { status, out } = await machine.run('validate', 'nothing.json', '--json');
  expect({ status, problems: JSON.parse(out) }).toMatchObject({ status: 2, problems: [{ code: 'invalid_shape', path: '$' }] });
});
