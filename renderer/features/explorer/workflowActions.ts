import type { StepgraphClient } from '../../../shared/ipc/contract';
import { quoted } from '../../ui/quoted';
import { showToast } from '../../ui/toasts';
import { editorStore } from '../editor';
import { setActiveDocument } from '../runs';

type Client = Pick<StepgraphClient, 'workflows'>;

/** Brings a stored workflow to the front, before whatever was opened for reading. */
export async function openWorkflow(client: Client, id: string): Promise<void> {
  editorStore.getState().openWorkflow(await client.workflows.get({ id }));
  setActiveDocument(editorStore.getState().activeId);
}

export async function duplicateWorkflow(client: Client, id: string): Promise<void> {
  const { definition } = await client.workflows.get({ id });
  editorStore.getState().openWorkflow(await client.workflows.create({ definition: { ...definition, name: `${definition.name} copy` } }));
}

/** An open workflow is renamed in its editor, as an undo step; a closed one in the store. */
export async function renameWorkflow(client: Client, id: string, name: string): Promise<void> {
  const { documents, activate, apply } = editorStore.getState();
  const open = documents.find(({ workflowId }) => workflowId === id);
  if (open) {
    activate(open.id);
    apply('Rename workflow', (draft) => {
      draft.name = name;
    });
    return;
  }
  const { definition, revision } = await client.workflows.get({ id });
  await client.workflows.save({ id, definition: { ...definition, name }, baseRevision: revision });
}

/** Closes its tab first, so that what was typed last is stored and comes back with Undo. */
export async function deleteWorkflow(client: Client, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  const { documents, close } = editorStore.getState();
  const open = documents.find(({ workflowId }) => workflowId === id);
  if (open) close(open.id);
  await client.workflows.delete({ id });
  showToast({
    text: `${quoted(name)} is deleted.`,
    action: {
      label: 'Undo',
      run: () => {
        client.workflows.undelete({ id }).then(
          (stored) => open && editorStore.getState().openWorkflow(stored),
          () => showToast({ tone: 'failed', text: `${quoted(name)} could not be brought back. The host’s log says why.` }),
        );
      },
    },
  });
}
