import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { step, workflow } from '../../support/builders';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { Machine } from './commandLine';

const commands = ['touch a', 'touch b', 'touch c && touch a'].map((command) => toolUse('bash', { command }));

it('rules on the command line hold for that run, with nobody there to ask', async () => {
  await using server = await startModelServer({ script: turns(...commands, text('done')) });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('make.json', workflow([step('make')]));
  const made = () => ['a', 'b', 'c'].filter((name) => existsSync(join(machine.workDir, name)));

  const bypass = ['run', file, '--permission-mode', 'bypassPermissions'];
  const { status } = await machine.run(...bypass, '--deny', 'bash(touch a)', '--ask', 'bash(touch b)', '--deny', 'write');
  expect(status).toBe(0);
  const told = JSON.stringify(server.requests.at(-1)?.body.messages);
  expect(told).toContain('the rule \\"bash(touch a)\\" forbids it');
  expect(told).toContain('the rule \\"bash(touch b)\\" asks for it, which needs a person');
  expect(made()).toEqual([]);

  await machine.run('run', file, '--allow', 'bash(touch *)');
  expect(made()).toEqual(['a', 'b', 'c']);
});

it('a rule that is none is refused before anything runs', async () => {
  using machine = new Machine();
  const file = machine.write('make.json', workflow([step('make')]));
  const { status, err } = await machine.run('run', file, '--deny', 'no rule');
  expect({ status, err }).toMatchObject({ status: 2, err: expect.stringContaining('A rule is the name of a tool') });
});
