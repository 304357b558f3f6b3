import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { activeDocument, editorStore } from '../../../renderer/features/editor/editorStore';
import { addStep } from '../../../renderer/features/editor/edits/addStep';
import { deleteAndHeal, deleteSteps } from '../../../renderer/features/editor/edits/deleteSteps';
import { connectSteps, disconnectSteps, spliceStep } from '../../../renderer/features/editor/edits/dependencies';
import { copySteps, insertSteps } from '../../../renderer/features/editor/edits/insertSteps';
import { moveSteps } from '../../../renderer/features/editor/edits/moveSteps';
import { refusalOf } from '../../../renderer/features/editor/edits/refusal';
import { stepKeys } from '../../../renderer/features/editor/stepKeys';
import { findCycle } from '../../../shared/workflow/cycles';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';

/** What a person can do; numbers pick among the steps there are. */
type Action = { readonly kind: (typeof KINDS)[number]; readonly a: number; readonly b: number };
const KINDS = [
  'add',
  'addWired',
  'connect',
  'disconnect',
  'delete',
  'heal',
  'duplicate',
  'splice',
  'rename',
  'move',
  'type',
  'select',
] as const;

const action = fc.record({ kind: fc.constantFrom(...KINDS), a: fc.nat(20), b: fc.nat(20) });

beforeEach(() => editorStore.setState({ documents: [], activeId: null }));

describe('any sequence of edits', () => {
  it('is taken back to the first document by undo, and brought back to the last by redo', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        editorStore.getState().newWorkflow();
        const first = present();
        for (const each of actions) perform(each);
        const last = present();
        const steps = activeDocument()?.history.past.length ?? 0;
        for (let count = 0; count < steps; count += 1) editorStore.getState().undo();
        expect(present()).toBe(first);
        for (let count = 0; count < steps; count += 1) editorStore.getState().redo();
        expect(present()).toBe(last);
      }),
    );
  });

  it('never draws a cycle, never names two steps alike and never selects what is gone', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        editorStore.getState().newWorkflow();
        for (const each of actions) perform(each);
        const ids = present().steps.map(({ id }) => id);
        expect(findCycle(present().steps)).toBeNull();
        expect(new Set(ids).size).toBe(ids.length);
        expect(activeDocument()?.selection.filter((key) => !ids.includes(key))).toEqual([]);
      }),
    );
  });
});

function present(): WorkflowDefinition {
  const document = activeDocument();
  if (!document) throw new Error('No document is open');
  return document.history.present;
}

function perform({ kind, a, b }: Action): void {
  const keys = stepKeys(present());
  const from = keys[a % keys.length];
  const to = keys[b % keys.length];
  if (kind === 'add') apply('add', (draft) => addStep(draft, { position: { x: a, y: b } }));
  else if (from !== undefined && to !== undefined) ON_STEPS[kind](from, to, a);
}

const { apply, renameStep, select } = editorStore.getState();
let names = 0;

const ON_STEPS: Record<Exclude<Action['kind'], 'add'>, (from: string, to: string, number: number) => void> = {
  addWired: (from) => apply('add', (draft) => addStep(draft, { position: { x: 0, y: 0 }, dependsOn: [from] })),
  connect: (from, to) => {
    if (refusalOf(present(), from, to) === null) apply('wire', (draft) => connectSteps(draft, from, to));
  },
  disconnect: (from, to) => apply('unwire', (draft) => disconnectSteps(draft, from, to)),
  delete: (from) => apply('delete', (draft) => deleteSteps(draft, [from])),
  heal: (from) => apply('heal', (draft) => deleteAndHeal(draft, [from])),
  duplicate: (from, to) => apply('duplicate', (draft) => insertSteps(draft, copySteps(present(), [from, to], new Map()), { x: 32, y: 32 })),
  splice: (from, to) => splice(from, to),
  rename: (from) => renameStep(from, `renamed-${names++}`),
  move: (from, _to, number) => apply('move', (draft) => moveSteps(draft, { [from]: { x: number, y: 0 } })),
  type: (from, to) => apply('type', (draft) => type(draft, from, `$steps.${to}.text`), `${from}.prompt`),
  select: (from, to) => select([from, to]),
};

function type(draft: WorkflowDefinition, id: string, text: string): void {
  const step = draft.steps.find((candidate) => candidate.id === id);
  if (step) step.prompt += text;
}

/** As the canvas does: only a step without wires, and only into a wire. */
function splice(key: string, target: string): void {
  const step = present().steps.find(({ id }) => id === target);
  const [source] = step?.dependsOn ?? [];
  const isWired = present().steps.some(({ id, dependsOn = [] }) => (id === key ? dependsOn.length > 0 : dependsOn.includes(key)));
  if (source === undefined || isWired) return;
  apply('splice', (draft) => spliceStep(draft, key, { from: source, to: target }));
}
