import type { Template } from '../../shared/ipc/contract/workflows';
import type { Subscribe, WorkflowService } from '../ipc/hostServices';
import type { WorkflowRepository } from '../store/store';
import { type Announcer, joined } from './announcer';

/** The stored workflows; whoever shows their list hears of every change. */
export function createWorkflowService(
  stored: WorkflowRepository,
  templates: () => readonly Template[],
  changes: Announcer,
  onChangeElsewhere: Subscribe,
): WorkflowService {
  async function andAnnounce<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    changes.announce();
    return result;
  }
  return {
    list: () => stored.list(),
    get: (id) => stored.get(id),
    create: (definition) => andAnnounce(stored.create(definition)),
    save: (id, definition, baseRevision, label) => andAnnounce(stored.save(id, definition, baseRevision, label)),
    delete: (id) => andAnnounce(stored.delete(id)),
    undelete: (id) => andAnnounce(stored.undelete(id)),
    revisions: (id) => stored.revisions(id),
    revision: (id, revision) => stored.revision(id, revision),
    templates: () => templates(),
    onChange: joined(changes.subscribe, onChangeElsewhere),
  };
}
