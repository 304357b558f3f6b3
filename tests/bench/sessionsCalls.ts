import type { Host } from '../../electron/host/createHost';
import { LONG } from './manySessions';
import type { Figures } from './sessionsWindow';

const ROUNDS = 15;

/** What the window asks the host for, without a window. */
export async function measureCalls({ services: { sessions } }: Host, size: number): Promise<Figures> {
  const page = { search: '', limit: 200, offset: 0 };
  const checkpoints = sessions.checkpoints(LONG).filter(({ automatic }) => !automatic);
  let restores = 0;
  return [
    ['list, first 200', await median(() => sessions.list(page))],
    ['list of one workflow', await median(() => sessions.list({ ...page, workflow: 'workflow 3', state: 'idle' }))],
    ['search in titles and messages', await median(() => sessions.list({ ...page, search: 'refactor component' }))],
    ['search, a word begun', await median(() => sessions.list({ ...page, search: 'unusual42' }))],
    ['messages found, first 50', await median(() => sessions.find({ search: 'refactor component', limit: 50 }))],
    ['counts', await median(() => sessions.stats())],
    ['preview of pruning', await median(() => sessions.prunable({ olderThan: '7d' }, 200))],
    [
      'conversation, 100 around the middle',
      await median(() => sessions.conversation({ id: LONG, from: Math.max(1, size / 2 - 50), limit: 100 })),
    ],
    ['tree, first 500', await median(() => sessions.tree({ id: LONG, limit: 500 }))],
    ['save checkpoint', await median(() => sessions.saveCheckpoint({ id: LONG, label: 'bench', files: false }))],
    [
      'restore checkpoint',
      await median(() => {
        restores += 1;
        const { id: checkpointId = '' } = checkpoints[restores % 2] ?? {};
        return sessions.restoreCheckpoint({ id: LONG, checkpointId, files: false, force: false });
      }),
    ],
    ['preview of restoring', await median(() => sessions.restorePreview(LONG, checkpoints[restores % 2]?.id ?? ''))],
  ];
}

async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
