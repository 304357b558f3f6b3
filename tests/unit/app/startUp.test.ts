import { beforeEach, expect, it, vi } from 'vitest';
import { openWhatWasOpen } from '../../../renderer/app/startUp';
import { editorStore } from '../../../renderer/features/editor';
import { openTab, runsStore } from '../../../renderer/features/runs';
import type { StoredWorkflow } from '../../../shared/ipc/contract/workflows';
import { step, workflow } from '../../support/builders';

const definition = workflow([step('a')]);
const stored: StoredWorkflow = { id: 'wf_1', revision: 1, definition, name: 'w', description: '', stepCount: 1, updatedAt: '' };

/** A host with one workflow, which takes as long to list it as the test likes. */
function slowHost() {
  const listed = Promise.withResolvers<StoredWorkflow[]>();
  const workflows = { list: () => listed.promise, get: async () => stored, create: async () => stored, templates: async () => [] };
  const client = { workflows, runs: { list: async () => ({ runs: [], total: 0 }) } };
  return { client, answer: () => listed.resolve([stored]) };
}

const active = () => {
  const { documents, activeId } = editorStore.getState();
  return documents.find(({ id }) => id === activeId)?.workflowId;
};

beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  editorStore.setState({ documents: [], activeId: null });
  runsStore.setState({ tabs: [], front: null });
});

it('opens the workflow last worked on', async () => {
  const host = slowHost();
  const opened = openWhatWasOpen(host.client);
  host.answer();
  await opened;
  expect(active()).toBe('wf_1');
});

it('opens nothing over the workflow that somebody began meanwhile', async () => {
  const host = slowHost();
  const opened = openWhatWasOpen(host.client);
  editorStore.getState().newWorkflow();
  host.answer();
  await opened;
  expect(editorStore.getState().documents).toHaveLength(1);
  expect(active()).toBeNull();
});

it('opens nothing over the list of sessions that somebody opened meanwhile', async () => {
  const host = slowHost();
  const opened = openWhatWasOpen(host.client);
  openTab({ kind: 'sessions', id: 'sessions' });
  host.answer();
  await opened;
  expect(editorStore.getState().documents).toEqual([]);
  expect(runsStore.getState().front).toMatchObject({ kind: 'sessions' });
});
