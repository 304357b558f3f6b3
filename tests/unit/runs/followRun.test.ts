import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followRun, keepFollowing } from '../../../renderer/features/runs/followRun';
import { runsStore, showRun } from '../../../renderer/features/runs/runsStore';
import type { RunDetail } from '../../../shared/ipc/contract/runs';
import { AppError } from '../../../shared/lib/appError';
import type { RunEvent, RunFact } from '../../../shared/run/events';
import { NO_USAGE } from '../../../shared/run/usage';
import { chain } from '../../support/builders';

const empty = runsStore.getInitialState();
beforeEach(() => {
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('requestAnimationFrame', () => 0); // frames never come: what is applied is applied at the end
});
afterEach(() => {
  runsStore.setState(empty, true);
  vi.unstubAllGlobals();
});

const detail: RunDetail = {
  runId: 'run_1',
  workflowId: 'wf_1',
  workflowName: 'sample',
  status: 'running',
  aborted: false,
  rehearsal: true,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: null,
  stepCount: 2,
  completedSteps: 0,
  usage: NO_USAGE,
  costUsd: 0,
  params: {},
  definition: chain(2),
  workDir: '/code',
  permissionMode: 'default',
  maxConcurrency: 4,
};

const facts: readonly RunFact[] = [
  { type: 'workflow.start', workflowName: 'sample', stepCount: 2 },
  { type: 'step.start', workflowName: 'sample', stepId: 's0', stepName: 's0', sessionId: 'ses_1', attempt: 1, prompt: 'Do s0' },
  { type: 'step.text', stepId: 's0', delta: 'Half' },
];
const events: readonly RunEvent[] = facts.map((fact, index) => ({ ...fact, runId: 'run_1', seq: index + 1, timestamp: detail.startedAt }));

/** A host that has stored `events` and whose run then ends as `final`. */
function client(final: RunDetail['status']) {
  const asked: number[] = [];
  let calls = 0;
  const runs = {
    get: async () => ({ ...detail, status: calls++ === 0 ? detail.status : final }),
    events: async function* ({ after = 0 }: { after?: number }) {
      asked.push(after);
      yield events.filter(({ seq }) => seq > after);
    },
  };
  return { asked, client: { runs } as unknown as Parameters<typeof followRun>[0] }; // only what following uses
}

const step = () => runsStore.getState().views.run_1?.state.steps.get('s0');

describe('followRun', () => {
  it('reduces the events into the store', async () => {
    await followRun(client('running').client, 'run_1');
    expect(step()).toMatchObject({ status: 'running', prompt: 'Do s0', text: 'Half' });
  });

  it('goes on after the last event it has seen', async () => {
    const host = client('running');
    await followRun(host.client, 'run_1');
    await followRun(host.client, 'run_1');
    expect(host.asked).toEqual([0, 3]);
    expect(step()?.text).toBe('Half');
  });

  it('shows what was under way as interrupted when the run has ended without saying so', async () => {
    await followRun(client('interrupted').client, 'run_1');
    expect([runsStore.getState().views.run_1?.state.status, step()?.status]).toEqual(['interrupted', 'interrupted']);
  });
});

describe('keepFollowing', () => {
  it('follows what a document shows, once', async () => {
    const host = client('completed');
    const stop = keepFollowing(host.client, expect.unreachable);
    showRun('run_1', 'doc-1');
    showRun('run_1', 'doc-2');
    await vi.waitFor(() => expect(step()?.text).toBe('Half'));
    stop();
    expect(host.asked).toEqual([0]);
  });

  it('tells of a run that can’t be loaded', async () => {
    const gone = new AppError('NOT_FOUND', 'There is no such run.');
    const runs = { get: () => Promise.reject(gone) };
    const onError = vi.fn();
    const stop = keepFollowing({ runs } as unknown as Parameters<typeof followRun>[0], onError); // it fails before it uses more
    showRun('run_1', 'doc-1');
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith('run_1', gone));
    stop();
  });
});
