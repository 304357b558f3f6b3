import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { step, workflow } from '../../support/builders';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { Machine } from './commandLine';

function machineWith(environment: { readonly [name: string]: string } = {}): Machine {
  const machine = new Machine(environment);
  onTestFinished(() => machine[Symbol.dispose]());
  return machine;
}

async function finding(machine: Machine, name: string, ...options: string[]): Promise<unknown> {
  const { out } = await machine.run('doctor', '--json', ...options);
  return JSON.parse(out).find((each: { name: string }) => each.name === name);
}

/** Programs by which this machine can start Stepgraph, and perhaps a `bwrap` that does what the script says. */
function searchPath(machine: Machine, bubblewrap?: string): string {
  const nowhere = join(machine.folder, 'no-such-folder');
  if (bubblewrap === undefined) return nowhere;
  const program = machine.write('../bin/bwrap', `#!/bin/sh\n${bubblewrap}\n`);
  chmodSync(program, 0o755);
  return dirname(program);
}

const entry = (kept: 'plain' | 'keychain') => ({ kept, value: Buffer.from('encrypted').toString('base64') });

it('tells of keys that are in the keychain of the desktop app, and so cannot be read here', async () => {
  const machine = machineWith();
  expect(await finding(machine, 'secrets')).toEqual({ name: 'secrets', state: 'ok', detail: 'none are stored' });
  const secrets = { ANTHROPIC_API_KEY: entry('keychain'), GITHUB_TOKEN: entry('keychain'), OTHER: entry('plain') };
  machine.write('../stepgraph.secrets.json', { version: 1, secrets });
  expect(await finding(machine, 'secrets')).toMatchObject({
    state: 'note',
    detail: expect.stringMatching(/^the model key, GITHUB_TOKEN: set in the desktop app, whose keychain the terminal cannot read/),
  });
  machine.write('../stepgraph.secrets.json', { version: 1, secrets: { OTHER: entry('plain') } });
  expect(await finding(machine, 'secrets')).toMatchObject({ state: 'ok', detail: expect.stringContaining('not encrypted') });
});

it.runIf(process.platform === 'linux')('tells whether commands are kept in a sandbox, and whether they could be', async () => {
  const base = machineWith();
  const at = (bubblewrap?: string) => machineWith({ PATH: searchPath(base, bubblewrap) });
  expect(await finding(at(), 'sandbox')).toMatchObject({
    state: 'note',
    detail: expect.stringContaining('off; bubblewrap is not installed'),
  });
  expect(await finding(at(), 'sandbox', '--sandbox', 'on')).toMatchObject({ state: 'problem' });
  expect(await finding(at('exit 0'), 'sandbox')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^off; bubblewrap is installed/),
  });
  expect(await finding(at('exit 0'), 'sandbox', '--sandbox', 'offline')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^on, without a network; bubblewrap is installed/),
  });
  expect(await finding(at('echo forbidden >&2; exit 1'), 'sandbox', '--sandbox', 'on')).toMatchObject({
    state: 'problem',
    detail: expect.stringContaining('does not start: forbidden'),
  });
});

it.runIf(process.platform === 'linux')('a run whose sandbox is not there runs no command, and says so to the model', async () => {
  await using server = await startModelServer({ script: turns(toolUse('bash', { command: 'touch made' }), text('I could not.')) });
  const machine = machineWith({ ANTHROPIC_BASE_URL: server.url, PATH: '/no-such-folder' });
  const file = machine.write('make.json', workflow([step('make')]));
  const { status } = await machine.run('run', file, '--permission-mode', 'bypassPermissions', '--sandbox', 'on');
  expect(status).toBe(0);
  expect(JSON.stringify(server.requests.at(-1)?.body.messages)).toContain('bubblewrap is not installed here, so nothing was run');
});
