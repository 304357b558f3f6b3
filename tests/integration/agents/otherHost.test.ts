import { expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { step, workflow } from '../../support/builders';
import { held } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { openChaosHost } from '../durability/chaosHost';

it('a person can go on with the session of a completed step, and have an agent work for it, while another process runs the rest', async () => {
  const isOver = Promise.withResolvers<void>();
  const delegate = turns(text('Looked.'), toolUse('task', { agent: 'bot', prompt: 'Do the chore' }), text('Delegated.'));
  const agents = [{ name: 'bot', description: 'Does chores' }];
  await using chaos = await openChaosHost(
    (request) => {
      if (request.prompt === 'Wait') return held(text('Waited.'), isOver.promise);
      return request.prompt === 'Do the chore' ? text('Chore done.') : delegate(request);
    },
    { agents, stallTimeoutMs: 60_000 },
  );
  const looked = Promise.withResolvers<string>();
  const { result } = await chaos.host.runs.start(
    {
      definition: workflow([step('look', { prompt: 'Look' }), step('wait', { prompt: 'Wait', dependsOn: ['look'] })]),
      permissionMode: 'bypassPermissions',
    },
    { onEvent: (event) => event.type === 'step.done' && looked.resolve(event.sessionId) },
  );
  const sessionId = await looked.promise;
  const other = await createHost({
    database: chaos.host.store.file,
    workDir: chaos.workDir,
    environment: { ANTHROPIC_BASE_URL: chaos.server.url },
    log: { warn() {}, error() {} },
    agents,
  });
  try {
    await expect.poll(() => other.store.sessions.claimedElsewhere().has(sessionId)).toBe(false);
    const { text: said, toolCalls } = await other.sessions.send(sessionId, 'Delegate');
    expect([said, toolCalls]).toEqual(['Delegated.', ['task']]);
    expect(JSON.stringify(chaos.server.requests.at(-1)?.body.messages)).toContain('Chore done.');
    isOver.resolve();
    expect((await result).status).toBe('completed');
  } finally {
    await other.close();
  }
});
