import { expect, it } from 'vitest';
import { step, workflow } from '../../support/builders';
import { damage } from '../../support/damage';
import { held } from '../../support/modelServer/faults';
import { text } from '../../support/modelServer/reply';
import { openChaosHost } from './chaosHost';

it('a run that can be stored no further stops its requests, and troubles nobody who did not ask for its result', async () => {
  const isTaken = Promise.withResolvers<void>();
  await using chaos = await openChaosHost(
    ({ prompt }) => (prompt === 'later' ? held(text('late'), isTaken.promise) : { ...text(''), stallAfter: 0 }),
    {
      stallTimeoutMs: 60_000,
    },
  );
  const definition = workflow([step('later', { prompt: 'later' }), step('endless', { prompt: 'endless' })]);
  const { runId } = await chaos.host.services.runs.start({
    workflowId: null,
    definition,
    params: {},
    permissionMode: 'default',
    rehearse: false,
  });
  await expect.poll(() => chaos.server.openRequests).toBe(2);
  // As if another process had taken the run over: the next event cannot be stored.
  damage(chaos.host.store.file, 'UPDATE runs SET last_seq = last_seq + 1000 WHERE id = ?', runId);
  isTaken.resolve();
  await chaos.server.idle();
  await expect.poll(() => chaos.host.services.runs.get(runId)?.status).not.toBe('completed');
  const again = await chaos.host.runs.start({ definition: workflow([step('later', { prompt: 'later' })]) });
  expect((await again.result).status).toBe('completed');
});
