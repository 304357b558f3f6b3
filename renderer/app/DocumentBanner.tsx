import { GitCompareArrows, History, TriangleAlert } from 'lucide-react';
import type { RunDetail } from '../../shared/ipc/contract/runs';
import { type Autosave, activeDocument, useActiveDocument } from '../features/editor';
import { openWorkflow } from '../features/explorer';
import { closeTab, runsStore, useFrozenDefinition, useShownRun } from '../features/runs';
import { useClient } from '../host/HostProvider';
import { Button } from '../ui/Button';
import { showToast } from '../ui/toasts';
import { Banner } from './Banner';

/** What must be known about what is in front: that it is an old run, or that it could not be stored. */
export function DocumentBanner({ autosave }: { readonly autosave: Autosave }) {
  const isFrozen = useFrozenDefinition() !== undefined;
  const view = useShownRun();
  const document = useActiveDocument();
  if (isFrozen && view) return <FrozenBanner detail={view.detail} />;
  if (!document || runsStore.getState().front) return null;
  if (document.save.status === 'conflict') {
    return (
      <Banner
        tone="waiting"
        icon={<GitCompareArrows aria-hidden="true" />}
        actions={
          <>
            <Button onClick={() => autosave.takeTheirs(document.id)}>Load the other version</Button>
            <Button onClick={() => autosave.keepMine(document.id)}>Keep mine</Button>
          </>
        }
      >
        This workflow was changed somewhere else meanwhile. Both versions stay among its revisions, whichever you keep.
      </Banner>
    );
  }
  if (document.save.status === 'failed') {
    return (
      <Banner tone="failed" icon={<TriangleAlert aria-hidden="true" />} actions={<Button onClick={() => autosave.flush()}>Try now</Button>}>
        Not stored yet: {document.save.message}
      </Banner>
    );
  }
  return null;
}

function FrozenBanner({ detail }: { readonly detail: RunDetail }) {
  const client = useClient();
  const goBack = async () => {
    closeTab({ kind: 'run', id: detail.runId });
    if (detail.workflowId === null || activeDocument()?.workflowId === detail.workflowId) return;
    await openWorkflow(client, detail.workflowId).catch(() => {
      showToast({ text: 'The workflow of this run is deleted; the run keeps its own copy.' });
    });
  };
  return (
    <Banner tone="neutral" icon={<History aria-hidden="true" />} actions={<Button onClick={goBack}>Back to editing</Button>}>
      You are looking at a run of <strong>{detail.workflowName}</strong> from {new Date(detail.startedAt).toLocaleString()}, as the workflow
      was then.
    </Banner>
  );
}
