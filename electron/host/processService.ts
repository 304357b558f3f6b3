import type { ProcessService, Subscribe } from '../ipc/hostServices';
import type { SessionRepository } from '../store/store';
import type { ProcessList } from '../tools/processList';

/** What runs, with the names people know it by. */
export function createProcessService(
  processes: ProcessList,
  sessions: Pick<SessionRepository, 'get'>,
  onChange: Subscribe,
): ProcessService {
  const titleOf = (id: string | null) => (id === null ? null : (sessions.get(id)?.title ?? null));
  return {
    running: () =>
      processes.all().map((process) => ({ ...process, owner: { ...process.owner, sessionTitle: titleOf(process.owner.sessionId) } })),
    stop: (id) => processes.stop(id),
    onChange,
  };
}
