import { beforeEach, describe, expect, it } from 'vitest';
import { isDirty, presentOf } from '../../../renderer/features/editor/document';
import { type Drafts, startDrafts } from '../../../renderer/features/editor/drafts';
import { editorStore } from '../../../renderer/features/editor/editorStore';
import { step, workflow } from './workflows';

const { openWorkflow, newWorkflow, apply, undo } = editorStore.getState();
const named = (name: string) => ({ ...workflow(step('a')), name, layout: { a: { x: 0, y: 0 } } });
const front = () => {
  const { documents, activeId } = editorStore.getState();
  return documents.find(({ id }) => id === activeId) ?? expect.fail('No document is open');
};

let items: Map<string, string>;
let drafts: Drafts;

/** As when the window is closed and opened again; what it stored itself is still there. */
function reopen(): void {
  drafts?.stop();
  editorStore.setState({ documents: [], activeId: null });
  drafts = startDrafts(editorStore, {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  });
}

function typeAndGo(): void {
  openWorkflow({ id: 'wf_1', revision: 1, definition: named('before') });
  apply('rename', (draft) => {
    draft.name = 'typed';
  });
  drafts.keep();
  reopen();
}

beforeEach(() => {
  items = new Map();
  reopen();
});

describe('drafts', () => {
  it('put back what could not be stored, as an edit', () => {
    typeAndGo();
    openWorkflow({ id: 'wf_1', revision: 1, definition: named('before') });
    expect([presentOf(front()).name, isDirty(front())]).toEqual(['typed', true]);
    undo();
    expect(presentOf(front()).name).toBe('before');
  });

  it('are forgotten when they were stored after all', () => {
    typeAndGo();
    openWorkflow({ id: 'wf_1', revision: 2, definition: named('typed') });
    expect(isDirty(front())).toBe(false);
    drafts.keep();
    expect(items.size).toBe(0);
  });

  it('go on from the revision they were typed over, so that a change made elsewhere is a conflict', () => {
    typeAndGo();
    openWorkflow({ id: 'wf_1', revision: 2, definition: named('theirs') });
    expect([presentOf(front()).name, front().baseRevision]).toEqual(['typed', 1]);
  });

  it('bring back a workflow that was never stored, and keep those not opened again yet', () => {
    newWorkflow(named('new'));
    editorStore.getState().setSaveState(front().id, { status: 'failed', message: 'The host is gone.' });
    openWorkflow({ id: 'wf_1', revision: 1, definition: named('before') });
    apply('rename', (draft) => {
      draft.name = 'typed';
    });
    drafts.keep();
    reopen();
    expect(presentOf(front()).name).toBe('new');
    drafts.keep();
    reopen();
    openWorkflow({ id: 'wf_1', revision: 1, definition: named('before') });
    expect(presentOf(front()).name).toBe('typed');
  });

  it('that nobody can read are no drafts', () => {
    items.set('stepgraph.drafts', '[{"workflowId": 7}]');
    reopen();
    expect(editorStore.getState().documents).toEqual([]);
  });
});
