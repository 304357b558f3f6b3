import { beforeEach, expect, it } from 'vitest';
import { isDirty } from '../../../renderer/features/editor/document';
import { activeDocument, editorStore } from '../../../renderer/features/editor/editorStore';
import { followStored } from '../../../renderer/features/editor/followStored';
import type { StoredWorkflow } from '../../../shared/ipc/contract/workflows';
import { step, workflow } from './workflows';

const { openWorkflow, apply, select, undo } = editorStore.getState();
const stored = (revision: number, name: string): StoredWorkflow => {
  const definition = { ...workflow(step('a'), step('b', ['a'])), name };
  return { id: 'wf_1', revision, definition, name, description: '', stepCount: 2, updatedAt: '' };
};

/** A host whose one workflow was changed once and is now `row`; `meanwhile` happens while it is fetched. */
async function follow(row: StoredWorkflow, meanwhile = () => {}): Promise<void> {
  const workflows = {
    changes: async function* () {
      yield { at: '' };
    },
    list: async () => [row],
    get: async () => {
      meanwhile();
      return row;
    },
  };
  await followStored(workflows, editorStore, new AbortController().signal);
}

const seen = () => {
  const document = activeDocument();
  return { name: document?.history.present.name, revision: document?.baseRevision, isDirty: document && isDirty(document) };
};
const rename = () =>
  apply('rename', (draft) => {
    draft.name = 'mine';
  });

beforeEach(() => {
  editorStore.setState({ documents: [], activeId: null });
  openWorkflow(stored(1, 'first'));
});

it('what another window saved comes in, the selection stays, and undo takes it back', async () => {
  select(['b']);
  await follow(stored(2, 'theirs'));
  expect(seen()).toEqual({ name: 'theirs', revision: 2, isDirty: false });
  expect(activeDocument()?.selection).toEqual(['b']);
  undo();
  expect(seen()).toEqual({ name: 'first', revision: 2, isDirty: true });
});

it('a document with unsaved edits is left alone', async () => {
  rename();
  await follow(stored(2, 'theirs'));
  expect(seen()).toEqual({ name: 'mine', revision: 1, isDirty: true });
});

it('so is one that is edited while the other version is fetched', async () => {
  await follow(stored(2, 'theirs'), rename);
  expect(seen()).toEqual({ name: 'mine', revision: 1, isDirty: true });
});

it('the revision this window stored itself is no news', async () => {
  await follow(stored(1, 'echo'));
  expect(seen()).toEqual({ name: 'first', revision: 1, isDirty: false });
});
