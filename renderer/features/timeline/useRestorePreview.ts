import { useState } from 'react';
import type { AppError } from '../../../shared/lib/appError';
import type { RestorePreview } from '../../../shared/session/timeline';
import { useHostQuery } from '../../host/useHostQuery';

export type ShownRestore = {
  readonly preview: RestorePreview | undefined;
  readonly error: AppError | undefined;
  /** Files that something else changed are to be overwritten: agreed for the plan that is shown, and for no other. */
  readonly force: boolean;
  /** It was agreed to another plan than the one that is shown by now. */
  readonly isNewSinceForced: boolean;
  setForce(force: boolean): void;
  /** Shows nothing until it is known what restoring would do now; nothing is agreed to then. */
  lookAgain(): void;
};

/** What restoring a checkpoint would do, kept up to date, and what was agreed to of it. */
export function useRestorePreview(id: string, checkpointId: string): ShownRestore {
  const [forced, setForced] = useState<string>();
  const [look, setLook] = useState(1);
  const { data: preview, error } = useHostQuery(
    (host, signal) => host.sessions.restorePreview({ id, checkpointId }, signal),
    [id, checkpointId, look],
    (host, signal) => host.sessions.changes({}, signal),
  );
  const planId = preview?.files?.id;
  const force = planId !== undefined && forced === planId;
  return {
    preview,
    error,
    force,
    isNewSinceForced: forced !== undefined && !force,
    setForce: (isForced) => setForced(isForced ? planId : undefined),
    lookAgain() {
      setForced(undefined);
      setLook((count) => count + 1);
    },
  };
}
