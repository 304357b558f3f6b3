import { describe, expect, it } from 'vitest';
import { addStep } from '../../../renderer/features/editor/edits/addStep';
import { deleteAndHeal, deleteSteps } from '../../../renderer/features/editor/edits/deleteSteps';
import { connectSteps, disconnectSteps, spliceStep } from '../../../renderer/features/editor/edits/dependencies';
import { copySteps, insertSteps } from '../../../renderer/features/editor/edits/insertSteps';
import { moveSteps } from '../../../renderer/features/editor/edits/moveSteps';
import { refusalOf } from '../../../renderer/features/editor/edits/refusal';
import { renameStep } from '../../../renderer/features/editor/edits/renameStep';
import { uniqueStepId } from '../../../renderer/features/editor/edits/uniqueStepId';
import { step, wiring, workflow } from './workflows';

describe('adding a step', () => {
  it('makes a valid id out of its name and finds it a place', () => {
    const draft = workflow();
    const id = addStep(draft, { name: 'Prüfe Typen!', position: { x: 8, y: 16 } });
    expect(draft).toEqual({
      name: 'test',
      steps: [{ id: 'prufe-typen', description: 'Prüfe Typen!', prompt: '' }],
      layout: { [id]: { x: 8, y: 16 } },
    });
  });

  it('names unnamed steps by number and never twice', () => {
    const draft = workflow();
    const position = { x: 0, y: 0 };
    expect([1, 2, 3].map(() => addStep(draft, { position }))).toEqual(['step-1', 'step-2', 'step-3']);
    deleteSteps(draft, ['step-1']);
    expect(addStep(draft, { position })).toBe('step-4');
  });

  it('keeps an id within 64 characters when it must be told apart from another', () => {
    const long = 'x'.repeat(80);
    const first = uniqueStepId(workflow(), long);
    const second = uniqueStepId(workflow(step(first)), long);
    expect([first.length, second.length, second.endsWith('-2')]).toEqual([64, 64, true]);
  });
});

describe('wiring', () => {
  it('wires once and takes the key away with the last wire', () => {
    const draft = workflow(step('a'), step('b'));
    connectSteps(draft, 'a', 'b');
    connectSteps(draft, 'a', 'b');
    expect(wiring(draft)).toEqual({ a: [], b: ['a'] });
    disconnectSteps(draft, 'a', 'b');
    expect(draft.steps[1]).toEqual(step('b'));
  });

  // a ──▶ b ──▶ c, and c ──▶ a is asked for
  it('refuses a wire that would close a cycle and spells the cycle by name', () => {
    const definition = workflow(step('a', [], { description: 'Lint' }), step('b', ['a']), step('c', ['b'], { description: 'Report' }));
    expect(refusalOf(definition, 'c', 'a')).toContain('Report → Lint → b → Report');
    expect(refusalOf(definition, 'a', 'a')).toBe('Lint can not wait for itself.');
    expect(refusalOf(definition, 'a', 'c')).toBeNull();
  });

  // a ──▶ b becomes a ──▶ s ──▶ b
  it('puts a step into a wire', () => {
    const draft = workflow(step('a'), step('b', ['a']), step('s'));
    spliceStep(draft, 's', { from: 'a', to: 'b' });
    expect(wiring(draft)).toEqual({ a: [], b: ['s'], s: ['a'] });
  });
});

describe('deleting', () => {
  // a ──▶ b ──▶ d
  //  └──▶ c ──▶ d
  const diamond = () => ({
    ...workflow(step('a'), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c'])),
    layout: { b: { x: 1, y: 1 } },
  });

  it('removes the wires of what it removes, and its place', () => {
    const draft = diamond();
    deleteSteps(draft, ['b']);
    expect({ wiring: wiring(draft), layout: draft.layout }).toEqual({ wiring: { a: [], c: ['a'], d: ['c'] }, layout: {} });
  });

  it('heals by wiring dependents to what the removed waited for, each once', () => {
    const draft = diamond();
    deleteAndHeal(draft, ['b', 'c']);
    expect(wiring(draft)).toEqual({ a: [], d: ['a'] });
  });

  it('heals around a cycle of removed steps without end', () => {
    const draft = workflow(step('a'), step('b', ['c', 'a']), step('c', ['b']), step('d', ['c']));
    deleteAndHeal(draft, ['b', 'c']);
    expect(wiring(draft)).toEqual({ a: [], d: ['a'] });
  });

  it('keeps wires to the namesake of what it removes', () => {
    const draft = workflow(step('a'), step('a'), step('b', ['a']));
    deleteSteps(draft, ['a#2']);
    expect(wiring(draft)).toEqual({ a: [], b: ['a'] });
  });
});

describe('copying', () => {
  it('gives copies ids of their own, and wires and references among them follow', () => {
    const draft = workflow(step('a'), step('b', ['a']), step('c', ['b'], { prompt: 'use $steps.b.text and $steps.a.text' }));
    const fragment = copySteps(draft, ['b', 'c'], new Map([['b', { x: 10, y: 0 }]]));
    const added = insertSteps(draft, fragment, { x: 32, y: 32 });
    expect(added).toEqual(['b-2', 'c-2']);
    expect(draft.steps.slice(3)).toEqual([
      step('b-2', ['a'], { prompt: 'do b' }),
      step('c-2', ['b-2'], { prompt: 'use $steps.b-2.text and $steps.a.text' }),
    ]);
    expect(draft.layout).toEqual({ 'b-2': { x: 42, y: 32 }, 'c-2': { x: 32, y: 32 } });
  });

  it('drops wires to steps that another workflow does not have', () => {
    const fragment = copySteps(workflow(step('a'), step('b', ['a'])), ['b'], new Map());
    const other = workflow(step('x'));
    insertSteps(other, fragment, { x: 0, y: 0 });
    expect(wiring(other)).toEqual({ x: [], b: [] });
  });
});

describe('renaming', () => {
  it('changes dependencies, references and layout', () => {
    const before = {
      ...workflow(step('a'), step('b', ['a'], { prompt: '$steps.a.text, not $steps.ab.text' })),
      layout: { a: { x: 1, y: 2 } },
    };
    const after = renameStep(before, 'a', 'first');
    expect(after).toEqual({
      name: 'test',
      steps: [step('first', undefined, { prompt: 'do a' }), step('b', ['first'], { prompt: '$steps.first.text, not $steps.ab.text' })],
      layout: { first: { x: 1, y: 2 } },
    });
  });

  it('renames only the later of two steps with one id', () => {
    expect(wiring(renameStep(workflow(step('a'), step('a'), step('b', ['a'])), 'a#2', 'other'))).toEqual({ a: [], other: [], b: ['a'] });
  });

  it('refuses an id that is taken or none', () => {
    expect(() => renameStep(workflow(step('a'), step('b')), 'a', 'b')).toThrow('choose another id');
    expect(() => renameStep(workflow(step('a')), 'a', 'no spaces')).toThrow('A step id is');
  });
});

describe('moving', () => {
  it('puts steps on whole pixels and leaves the others', () => {
    const draft = { ...workflow(step('a'), step('b')), layout: { b: { x: 1, y: 1 } } };
    moveSteps(draft, { a: { x: 10.4, y: 9.6 } });
    expect(draft.layout).toEqual({ a: { x: 10, y: 10 }, b: { x: 1, y: 1 } });
  });
});
