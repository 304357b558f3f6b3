import { beforeEach, describe, expect, it } from 'vitest';
import { type EditorDocument, isDirty, selectedStep } from '../../../renderer/features/editor/document';
import { activeDocument, editorStore } from '../../../renderer/features/editor/editorStore';
import { activeProblems, stepKeyOf } from '../../../renderer/features/editor/problems';
import { step, workflow } from './workflows';

const { openWorkflow, newWorkflow, close, activate, apply, undo, select, renameStep, focusField, markSaved } = editorStore.getState();
const open = (id: string) => openWorkflow({ id, revision: 1, definition: { ...workflow(step('a'), step('b', ['a'])), name: id } });
const names = () => editorStore.getState().documents.map(({ history }) => history.present.name);

beforeEach(() => editorStore.setState({ documents: [], activeId: null, fieldFocus: null }));

describe('open documents', () => {
  it('opens a stored workflow once, however often it is asked for', () => {
    open('one');
    open('two');
    open('one');
    expect(names()).toEqual(['one', 'two']);
    expect(activeDocument()?.workflowId).toBe('one');
  });

  it('writes down a place for every step on opening, and is not dirty by that', () => {
    open('one');
    const document = activeDocument();
    expect(Object.keys(document?.history.present.layout ?? {})).toEqual(['a', 'b']);
    expect(document && isDirty(document)).toBe(false);
  });

  it('brings the neighbour to the front when one is closed', () => {
    for (const id of ['one', 'two', 'three']) open(id);
    activate(editorStore.getState().documents[1]?.id ?? '');
    close(activeDocument()?.id ?? '');
    expect(activeDocument()?.workflowId).toBe('three');
    close(activeDocument()?.id ?? '');
    expect(activeDocument()?.workflowId).toBe('one');
  });

  it('gives new workflows different names', () => {
    newWorkflow();
    newWorkflow();
    expect(names()).toEqual(['untitled', 'untitled-2']);
  });

  it('tells a step somebody selected from one that was only drawn', () => {
    open('one');
    const drawn = editorStore.getState().addStep({ position: { x: 0, y: 0 } });
    expect([front().selection, front().isSelectionChosen]).toEqual([[drawn], false]);
    select([drawn]);
    expect(front().isSelectionChosen).toBe(true);
    editorStore.getState().addStep({ position: { x: 0, y: 0 } });
    expect(front().isSelectionChosen).toBe(false);
  });

  it('keeps text that is no workflow beside the history, until it is applied or discarded', () => {
    const { applyJson, discardJson } = editorStore.getState();
    open('one');
    const before = front().history.present;
    applyJson('{', null);
    apply('rename', (draft) => {
      draft.name = 'other';
    });
    applyJson('{ "', null);
    undo();
    expect(front()).toMatchObject({ jsonDraft: { text: '{ "', over: before } });
    expect(isDirty(front())).toBe(false);
    discardJson();
    expect(front().jsonDraft).toBeNull();
    applyJson('{', null);
    applyJson('{}', { name: 'typed', steps: [] });
    expect(front()).toMatchObject({ jsonDraft: null, history: { present: { name: 'typed' } } });
  });

  it('is clean again after the edit is undone', () => {
    open('one');
    apply('rename', (draft) => {
      draft.name = 'other';
    });
    expect(isDirty(front())).toBe(true);
    undo();
    expect(isDirty(front())).toBe(false);
  });

  it('stays dirty when what was stored is not what is in front any more', () => {
    open('one');
    const stored = front().history.present;
    apply('rename', (draft) => {
      draft.name = 'other';
    });
    markSaved(activeDocument()?.id ?? '', { workflowId: 'one', revision: 2, definition: stored });
    expect(isDirty(front())).toBe(true);
  });
});

describe('the selection', () => {
  it('follows a renamed step and forgets a deleted one', () => {
    open('one');
    select(['a', 'b']);
    renameStep('a', 'first');
    expect(activeDocument()?.selection).toEqual(['first', 'b']);
    apply('delete', (draft) => void draft.steps.pop());
    expect(activeDocument()?.selection).toEqual(['first']);
    expect(selectedStep(front())?.id).toBe('first');
  });

  it('goes to the step whose field is asked for', () => {
    open('one');
    focusField('$.steps[1].prompt');
    expect(activeDocument()?.selection).toEqual(['b']);
    focusField('$.parameters.X');
    expect(activeDocument()?.selection).toEqual([]);
  });
});

describe('naming a step', () => {
  const { addStep, nameStep } = editorStore.getState();
  const ids = () => front().history.present.steps.map(({ id }) => id);

  it('takes the id of a step drawn here along while it is typed, as one undo step', () => {
    open('one');
    const drawn = addStep({ position: { x: 0, y: 0 } });
    nameStep(drawn, 'Type');
    nameStep('type', 'Type check');
    expect([ids(), front().selection]).toEqual([['a', 'b', 'type-check'], ['type-check']]);
    undo();
    expect([ids(), front().selection]).toEqual([['a', 'b', drawn], [drawn]]);
    nameStep(drawn, 'Lint');
    expect(ids().at(-1)).toBe('lint');
  });

  it('leaves an id alone that somebody chose, or that was there before', () => {
    open('one');
    const drawn = addStep({ position: { x: 0, y: 0 } });
    renameStep(drawn, 'mine');
    nameStep('mine', 'Lint');
    nameStep('a', 'First');
    expect(ids()).toEqual(['a', 'b', 'mine']);
    expect(front().history.present.steps.map(({ description }) => description)).toEqual(['First', undefined, 'Lint']);
  });

  it('never takes an id that another step has', () => {
    open('one');
    nameStep(addStep({ position: { x: 0, y: 0 } }), 'A');
    expect(ids()).toEqual(['a', 'b', 'a-2']);
  });
});

describe('problems', () => {
  it('are found once per definition and sorted by step, also among namesakes', () => {
    openWorkflow({ id: 'one', revision: 1, definition: workflow(step('a'), step('a'), step('b', ['nobody'])) });
    const problems = activeProblems(editorStore.getState());
    expect(activeProblems(editorStore.getState())).toBe(problems);
    expect([...problems.byStep].map(([key, list]) => [key, list.map(({ code }) => code)])).toEqual([
      ['a#2', ['duplicate_id']],
      ['b', ['unknown_dependency']],
    ]);
    expect(stepKeyOf(workflow(step('a'), step('a')), '$.steps[1].id')).toBe('a#2');
  });
});

function front(): EditorDocument {
  const document = activeDocument();
  if (!document) throw new Error('No document is open');
  return document;
}
