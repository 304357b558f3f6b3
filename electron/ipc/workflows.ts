import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import { found } from './found';
import type { HostServices } from './hostServices';

const GONE = 'There is no such workflow any more. It may have been deleted in another window.';

export function workflowHandlers({ workflows, clock }: HostServices): StepgraphHandlers['workflows'] {
  return {
    list: () => workflows.list(),
    get: ({ id }) => found(workflows.get(id), GONE),
    create: ({ definition }) => workflows.create(definition),
    save: ({ id, definition, baseRevision, label }) => workflows.save(id, definition, baseRevision, label),
    async delete({ id }) {
      found(await workflows.delete(id), GONE);
      return null;
    },
    undelete: ({ id }) => workflows.undelete(id),
    revisions: ({ id }) => workflows.revisions(id),
    revision: ({ id, revision }) => found(workflows.revision(id, revision), `The workflow has no revision ${revision}.`),
    templates: () => workflows.templates(),
    changes: (_, signal) => changes(workflows.onChange, clock, signal),
  };
}
