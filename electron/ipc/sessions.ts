import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import { found } from './found';
import type { HostServices } from './hostServices';

const GONE = 'There is no such session any more. It may have been deleted with its run.';

export function sessionHandlers({ sessions, clock }: HostServices): StepgraphHandlers['sessions'] {
  return {
    list: (filter) => sessions.list(filter),
    facets: () => sessions.facets(),
    find: (query) => sessions.find(query),
    get: ({ id }) => found(sessions.get(id), GONE),
    conversation: (part) => sessions.conversation(part),
    message: (wanted) => sessions.message(wanted),
    decisions: (wanted) => sessions.decisions(wanted),
    tree: (wanted) => sessions.tree(wanted),
    startedBy: ({ id }) => sessions.startedBy(id),
    stats: () => sessions.stats(),

    create: (settings) => sessions.create(settings),
    async rename({ id, title }) {
      await sessions.rename(id, title);
      return null;
    },
    send: (message, signal) => sessions.send(message, signal),
    retry: (turn, signal) => sessions.retry(turn, signal),
    watch: ({ id }, signal) => sessions.watch(id, signal),
    async stop({ id }) {
      await sessions.stop(id);
      return null;
    },

    closeIdle: async () => ({ closed: await sessions.closeIdle() }),
    prunePreview: ({ limit, ...filter }) => sessions.prunable(filter, limit),
    prune: (filter) => sessions.prune(filter),
    delete: ({ ids }) => sessions.delete(ids),
    undelete: async ({ deletion }) => ({ restored: await sessions.undelete(deletion) }),

    checkpoints: ({ id }) => sessions.checkpoints(id),
    damagedCheckpoints: ({ id }) => sessions.damagedCheckpoints(id),
    saveCheckpoint: (checkpoint) => sessions.saveCheckpoint(checkpoint),
    restorePreview: ({ id, checkpointId }) => sessions.restorePreview(id, checkpointId),
    restoreCheckpoint: (restore) => sessions.restoreCheckpoint(restore),
    branch: (branch) => sessions.branch(branch),
    deleteCheckpoint: async ({ id, checkpointId }) => ({ deletion: await sessions.deleteCheckpoint(id, checkpointId) }),
    async undeleteCheckpoint({ deletion }) {
      await sessions.undeleteCheckpoint(deletion);
      return null;
    },
    compare: (points) => sessions.compare(points),

    changes: (_, signal) => changes(sessions.onChange, clock, signal),
  };
}
