import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { completeVariable, promptContext } from '../../../renderer/features/inspector/promptLanguage';
import { isKnown, promptNames } from '../../../renderer/features/inspector/promptNames';
import { parseReferences } from '../../../shared/workflow/interpolate';
import { step, workflow } from './workflows';

// a ──▶ b ──▶ c, with d alone
const definition = {
  ...workflow(step('a'), step('b', ['a']), step('c', ['b']), step('d')),
  parameters: { REPO: { type: 'string' as const, description: 'Where' } },
};
const names = promptNames(definition, definition.steps[1]);

function complete(text: string) {
  const state = EditorState.create({
    doc: text,
    extensions: promptContext.of({ names, problems: [], applyFix: () => undefined, values: { parameter: () => undefined } }),
  });
  return completeVariable(new CompletionContext(state, text.length, false));
}

describe('what a prompt may name', () => {
  it('is parameters and steps that could come before, those upstream first', () => {
    expect(names.steps).toEqual([
      { id: 'a', name: 'a', isUpstream: true },
      { id: 'd', name: 'd', isUpstream: false },
    ]);
  });

  it('knows what running would replace', () => {
    const tokens = parseReferences('$REPO $HOME $steps.a.text $steps.d.text $steps.c.text \\$');
    expect(tokens.map((token) => isKnown(names, token))).toEqual([true, false, true, false, false, true]);
  });

  it('is parameters only in system prompts', () => {
    expect(promptNames(definition, undefined).steps).toEqual([]);
  });
});

describe('completion', () => {
  it('offers everything on a dollar sign', () => {
    expect(complete('look at $')).toMatchObject({ from: 8 });
    expect(complete('look at $')?.options.map(({ label }) => label)).toEqual([
      '$REPO',
      '$steps.a.text',
      '$steps.a.toolCalls',
      '$steps.d.text',
      '$steps.d.toolCalls',
    ]);
  });

  it('offers parameters in braces, and nothing without or after an escaped dollar sign', () => {
    expect(complete('${RE')?.options.map(({ label }) => label)).toEqual(['${REPO}']);
    expect(complete('plain')).toBeNull();
    expect(complete('\\$')).toBeNull();
  });
});
