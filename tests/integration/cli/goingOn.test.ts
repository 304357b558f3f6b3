import { once } from 'node:events';
import { expect, it } from 'vitest';
import { held, unauthorized } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { Machine } from './commandLine';

const chain = {
  name: 'chain',
  steps: [
    { id: 'first', prompt: 'FIRST' },
    { id: 'second', prompt: 'SECOND after $steps.first.text', dependsOn: ['first'] },
    { id: 'third', prompt: 'THIRD after $steps.second.text', dependsOn: ['second'] },
  ],
};

it('a failed step is retried, then what was skipped because of it, and what was completed is kept', async () => {
  let isKeyGood = false;
  await using server = await startModelServer({
    script: byPrompt(['FIRST', text('one')], ['SECOND', () => (isKeyGood ? text('two') : unauthorized())], ['THIRD', text('three')]),
  });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('workflow.json', chain);
  const failed = await machine.run('run', file, '--json');
  const { runId } = JSON.parse(failed.out);
  expect(failed.status).toBe(1);

  isKeyGood = true;
  const { status, out } = await machine.run('retry', runId, 'second', '--json');

  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    runId,
    status: 'completed',
    text: 'three',
    steps: [{ text: 'one' }, { text: 'two' }, { text: 'three' }],
  });
  expect(server.requests.filter((request) => request.prompt === 'FIRST')).toHaveLength(1);
  expect(server.requests.at(-1)?.prompt).toBe('THIRD after two');
});

it('a step goes on from where its session stands, and what depends on it is run again', async () => {
  await using server = await startModelServer({
    script: byPrompt(
      ['FIRST', ({ body }) => text(JSON.stringify(body.messages).includes('in German') ? 'eins' : 'one')],
      ['SECOND', text('two')],
      ['THIRD', text('three')],
    ),
  });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const { runId, steps } = JSON.parse((await machine.run('run', machine.write('workflow.json', chain), '--json')).out);
  const { sessionId } = steps[0];
  await machine.run('sessions', 'send', sessionId, 'Say it in German');
  const asked = server.requests.length;

  const { status, out } = await machine.run('rerun', runId, 'first', '--json');

  expect(status).toBe(0);
  const expected = { runId, status: 'completed', steps: [{ text: 'eins', sessionId }, { text: 'two' }, { text: 'three' }] };
  expect(JSON.parse(out)).toMatchObject(expected);
  expect(server.requests.slice(asked).map(({ prompt }) => prompt)).toEqual(['SECOND after eins', 'THIRD after two']);
});

it('a run whose process was killed is shown as interrupted and can be resumed to its end', async () => {
  const { promise: secondAsked, resolve: askSecond } = Promise.withResolvers<void>();
  let isKilled = false;
  await using server = await startModelServer({
    script: byPrompt(
      ['FIRST', text('one')],
      [
        'SECOND',
        () => {
          askSecond();
          return isKilled ? text('two') : held(text('never'), new Promise(() => {}));
        },
      ],
      ['THIRD', text('three')],
    ),
  });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const child = machine.start('run', machine.write('workflow.json', chain));
  child.stderr.resume();
  await secondAsked;
  child.kill('SIGKILL');
  await once(child, 'close');
  isKilled = true;

  const [listed] = JSON.parse((await machine.run('runs', '--json')).out);
  expect(listed).toMatchObject({ status: 'interrupted', completedSteps: 1 });
  const shown = JSON.parse((await machine.run('runs', 'show', listed.runId, '--json')).out);
  expect(shown).toMatchObject({ status: 'interrupted', runId: listed.runId });

  const { status, out } = await machine.run('resume', listed.runId, '--json');

  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ runId: listed.runId, status: 'completed', text: 'three' });
  expect(server.requests.filter((request) => request.prompt === 'FIRST')).toHaveLength(1);
});

it('what can not go on is refused with a sentence', async () => {
  using machine = new Machine();
  const file = machine.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] });
  const { runId } = JSON.parse((await machine.run('run', file, '--json')).out);
  for (const words of [
    ['retry', runId, 'a'],
    ['retry', runId, 'b'],
    ['rerun', runId, 'b'],
    ['resume', 'run_unknown'],
  ]) {
    const { status, out, err } = await machine.run(...words);
    expect({ words, status, out }).toEqual({ words, status: 2, out: '' });
    expect(err, words.join(' ')).toMatch(/^[A-Z].*\.\n$/);
  }
});

it('resuming a run that is over gives its result again and asks no model', async () => {
  await using server = await startModelServer({ script: text('done') });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const first = await machine.run('run', machine.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] }), '--json');
  const again = await machine.run('resume', JSON.parse(first.out).runId, '--json');
  expect({ status: again.status, result: JSON.parse(again.out), requests: server.requests.length }).toEqual({
    status: 0,
    result: JSON.parse(first.out),
    requests: 1,
  });
});
