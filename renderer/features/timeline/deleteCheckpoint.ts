import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAppError } from '../../../shared/lib/appError';
import type { Checkpoint } from '../../../shared/session/session';
import { quoted } from '../../ui/quoted';
import { showToast } from '../../ui/toasts';

/** Deletes a checkpoint and offers to take it back, with its files. Its messages stay in any case. */
export async function deleteCheckpoint(
  client: Pick<StepgraphClient, 'sessions'>,
  { id, sessionId, label, files }: Pick<Checkpoint, 'id' | 'sessionId' | 'label' | 'files'>,
): Promise<void> {
  const { deletion } = await client.sessions.deleteCheckpoint({ id: sessionId, checkpointId: id });
  const bringBack = () =>
    client.sessions.undeleteCheckpoint({ deletion }).then(
      () => showToast({ text: `The checkpoint ${quoted(label)} is back.` }),
      (error: unknown) =>
        showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'That could not be brought back. The host’s log says why.' }),
    );
  showToast({
    text: `The checkpoint ${quoted(label)}${files ? ' and its copy of the files are' : ' is'} deleted; the messages stay.`,
    action: { label: 'Undo', run: () => void bringBack() },
  });
}
