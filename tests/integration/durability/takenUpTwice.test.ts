import { expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { after, step, workflow } from '../../support/builders';
import { text } from '../../support/modelServer/reply';
import { openChaosHost } from './chaosHost';

it.each([false, true])(
  'a run that two processes take up at once is one process’s, and the other leaves nothing (files kept: %s)',
  async (keepStepFiles) => {
    await using chaos = await openChaosHost(() => text('Done.'), { keepStepFiles });
    const stop = new AbortController();
    const definition = workflow([step('a'), after('b', 'a'), after('c', 'a')]);
    const first = await chaos.host.runs.start(
      { definition, permissionMode: 'bypassPermissions' },
      { signal: stop.signal, onEvent: ({ type }) => type === 'step.done' && stop.abort() },
    );
    expect((await first.result).aborted).toBe(true);
    const { store } = chaos.host;
    const failures = () =>
      store.sessions.overview().flatMap(({ id }) => store.sessions.checkpoints(id).filter(({ label }) => label.includes('failed')));
    const before = failures(); // of steps that the abort ended
    const other = await createHost({
      database: store.file,
      workDir: chaos.workDir,
      environment: { ANTHROPIC_BASE_URL: chaos.server.url },
      log: { warn() {}, error() {} },
      keepStepFiles,
    });
    try {
      const taken = await Promise.allSettled([chaos.host, other].map(async (host) => (await host.runs.resume(first.runId)).result));
      expect(taken.flatMap((each) => (each.status === 'fulfilled' ? each.value.status : each.reason.code)).sort()).toEqual([
        'CONFLICT',
        'completed',
      ]);
      expect(chaos.server.requests).toHaveLength(3);
      const named = new Set(store.events.events(first.runId, 0).flatMap((event) => (event.type === 'step.start' ? event.sessionId : [])));
      expect(store.sessions.overview().filter(({ id }) => !named.has(id))).toEqual([]);
      expect(failures()).toEqual(before);
    } finally {
      await other.close();
    }
  },
);
