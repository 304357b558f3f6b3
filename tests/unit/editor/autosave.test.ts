import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Autosave, startAutosave } from '../../../renderer/features/editor/autosave';
import { type EditorDocument, isDirty } from '../../../renderer/features/editor/document';
import { activeDocument, editorStore } from '../../../renderer/features/editor/editorStore';
import type { StoredWorkflow } from '../../../shared/ipc/contract/workflows';
import { AppError } from '../../../shared/lib/appError';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { step, workflow } from './workflows';

/** A host that stores workflows and counts revisions; `fail` makes its next answers errors. */
function fakeHost() {
  const rows = new Map<string, StoredWorkflow>();
  const failures: Error[] = [];
  const saved: string[] = [];
  const write = (id: string, revision: number, definition: WorkflowDefinition): StoredWorkflow => {
    const failure = failures.shift();
    if (failure) throw failure;
    const row = { id, revision, definition, name: definition.name, description: '', stepCount: definition.steps.length, updatedAt: '' };
    rows.set(id, row);
    saved.push(`${id}@${revision} ${definition.name}`);
    return row;
  };
  return {
    rows,
    failures,
    saved,
    write,
    get: async ({ id }: { id: string }) => {
      const row = rows.get(id);
      if (!row) throw new AppError('NOT_FOUND', 'gone');
      return row;
    },
    create: async ({ definition }: { definition: WorkflowDefinition }) => write(`wf_${rows.size + 1}`, 1, definition),
    save: async ({ id, definition, baseRevision }: { id: string; definition: WorkflowDefinition; baseRevision: number }) => {
      const newest = rows.get(id)?.revision ?? 0;
      if (newest !== baseRevision) throw new AppError('CONFLICT', 'Somebody else saved this workflow.');
      return write(id, newest + 1, definition);
    },
  };
}

let host: ReturnType<typeof fakeHost>;
let autosave: Autosave;

beforeEach(() => {
  vi.useFakeTimers();
  editorStore.setState({ documents: [], activeId: null });
  host = fakeHost();
  autosave = startAutosave({ workflows: host, store: editorStore, delayMs: 800, retryMs: 5000 });
});
afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

const { newWorkflow, openWorkflow, apply, close } = editorStore.getState();
const rename = (name: string) =>
  apply('rename', (draft) => {
    draft.name = name;
  });
const openStored = () => openWorkflow(host.write('wf_1', 1, workflow(step('a'))));

describe('autosave', () => {
  it('stores a while after the last edit, once', async () => {
    openStored();
    rename('one');
    await vi.advanceTimersByTimeAsync(700);
    rename('two');
    await vi.advanceTimersByTimeAsync(700);
    expect(host.saved).toEqual(['wf_1@1 test']);
    await vi.advanceTimersByTimeAsync(100);
    expect(host.saved).toEqual(['wf_1@1 test', 'wf_1@2 two']);
    expect(activeDocument()).toMatchObject({ baseRevision: 2, save: { status: 'idle' } });
    expect(isDirty(front())).toBe(false);
  });

  it('creates an empty workflow with its first edit, and one from a template at once', async () => {
    newWorkflow();
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.saved).toEqual([]);
    newWorkflow(workflow(step('a')));
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.saved).toEqual(['wf_1@1 test']);
    expect(activeDocument()?.workflowId).toBe('wf_1');
  });

  it('stores also while somebody types without a pause', async () => {
    openStored();
    for (let letter = 0; letter < 60; letter += 1) {
      rename(`typed ${letter}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(host.saved).toHaveLength(2);
  });

  it('stores edits made during a save with the next one', async () => {
    openStored();
    rename('one');
    const flushed = autosave.flush();
    rename('two');
    await flushed;
    expect(isDirty(front())).toBe(true);
    await vi.advanceTimersByTimeAsync(800);
    expect(host.saved.at(-1)).toBe('wf_1@3 two');
  });

  it('stores what a closed document still held, without creating it twice', async () => {
    newWorkflow(workflow(step('a')));
    const saving = autosave.flush();
    rename('last words');
    close(activeDocument()?.id ?? '');
    await saving;
    await vi.runAllTimersAsync();
    expect(host.saved).toEqual(['wf_1@1 test', 'wf_1@2 last words']);
    expect(editorStore.getState().documents).toEqual([]);
  });

  it('brings a closed document back when its last save fails', async () => {
    openStored();
    rename('precious');
    host.failures.push(new AppError('DISCONNECTED', 'The host is gone.'));
    close(activeDocument()?.id ?? '');
    await vi.advanceTimersByTimeAsync(0);
    expect(activeDocument()).toMatchObject({
      save: { status: 'failed', message: 'The host is gone.' },
      history: { present: { name: 'precious' } },
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.saved.at(-1)).toBe('wf_1@2 precious');
  });

  it('tries a failed save again', async () => {
    openStored();
    rename('one');
    host.failures.push(new AppError('STORE_FAILED', 'The disk is full.'));
    await vi.advanceTimersByTimeAsync(800);
    expect(activeDocument()?.save).toEqual({ status: 'failed', message: 'The disk is full.' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(activeDocument()?.save).toEqual({ status: 'idle' });
    expect(host.saved.at(-1)).toBe('wf_1@2 one');
  });
});

describe('a conflict', () => {
  beforeEach(async () => {
    openStored();
    host.write('wf_1', 2, { ...workflow(step('b')), name: 'theirs' });
    rename('mine');
    await vi.advanceTimersByTimeAsync(800);
  });

  it('is shown and overwrites nothing', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(activeDocument()?.save).toEqual({ status: 'conflict' });
    expect(host.rows.get('wf_1')?.definition.name).toBe('theirs');
  });

  it('can be settled by keeping mine', async () => {
    await autosave.keepMine(activeDocument()?.id ?? '');
    expect(host.saved.at(-1)).toBe('wf_1@3 mine');
    expect(activeDocument()?.save).toEqual({ status: 'idle' });
  });

  it('can be settled by taking theirs, which undo takes back', async () => {
    await autosave.takeTheirs(activeDocument()?.id ?? '');
    expect(activeDocument()).toMatchObject({ baseRevision: 2, history: { present: { name: 'theirs' } } });
    expect(isDirty(front())).toBe(false);
    editorStore.getState().undo();
    expect(activeDocument()?.history.present.name).toBe('mine');
  });
});

function front(): EditorDocument {
  const document = activeDocument();
  if (!document) throw new Error('No document is open');
  return document;
}
