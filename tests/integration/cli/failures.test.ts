import { expect, it } from 'vitest';
import { malformed, overloaded, unauthorized, webPage } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import type { Reply } from '../../support/modelServer/reply';
import { text } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { Machine } from './commandLine';

const chain = {
  name: 'chain',
  steps: [
    { id: 'first', prompt: 'FIRST' },
    { id: 'second', prompt: 'SECOND $steps.first.text', dependsOn: ['first'] },
    { id: 'third', prompt: 'THIRD', dependsOn: ['second'] },
  ],
};

async function runAgainst(url: string, definition: object = chain) {
  using machine = new Machine({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'test-key' });
  const file = machine.write('workflow.json', JSON.stringify(definition));
  const { status, out, err } = await machine.run('run', file, '--json');
  const listed = await machine.run('runs', '--json');
  return { status, err, result: JSON.parse(out), listed: JSON.parse(listed.out) };
}

/** A sentence that ends, and nothing of the program's inside. */
const SENTENCE = /^[A-Z].*[a-z)]\.?$/s;

it.each<[string, Reply, RegExp]>([
  ['refuses the key', unauthorized(), /key/i],
  ['answers with a web page', webPage(), /Messages API|base URL|ANTHROPIC_BASE_URL/i],
  ['answers with garbage', malformed(), /Messages API|answer|stream/i],
  ['is overloaded all the time', overloaded(), /overload|busy|later|again/i],
])('a model server that %s fails the step with a sentence, and its dependents are skipped', async (_, reply, hint) => {
  await using server = await startModelServer({ script: reply });
  const { status, result, listed } = await runAgainst(server.url);

  expect(status).toBe(1);
  expect(result).toMatchObject({ status: 'failed', aborted: false });
  expect(result.steps.map((step: { status: string }) => step.status)).toEqual(['failed', 'skipped', 'skipped']);
  expect(result.steps[0].error).toMatch(hint);
  expect(result.steps[0].error).toMatch(SENTENCE);
  expect(result.steps[1].error).toContain('first');
  expect(listed).toMatchObject([{ runId: result.runId, status: 'failed' }]);
});

it('a model server that is down fails the step with a sentence that names its address', async () => {
  const server = await startModelServer({ script: text('never') });
  await server.close();
  const { status, result } = await runAgainst(server.url);

  expect(status).toBe(1);
  expect(result.steps[0].error).toContain(new URL(server.url).host);
  expect(result.steps[0].error).toMatch(SENTENCE);
});

it('what does not depend on a failed step goes on, and the run is partial', async () => {
  await using server = await startModelServer({ script: byPrompt(['FIRST', unauthorized()], ['OTHER', text('fine')]) });
  const { status, result, err } = await runAgainst(server.url, { ...chain, steps: [...chain.steps, { id: 'other', prompt: 'OTHER' }] });

  expect(status).toBe(1);
  expect(result.status).toBe('partial');
  expect(result.steps.map((step: { status: string }) => step.status)).toEqual(['failed', 'skipped', 'skipped', 'completed']);
  expect(result.text).toBe('fine');
  expect(err).toMatch(/first: failed/);
  expect(err).not.toContain('test-key');
});
