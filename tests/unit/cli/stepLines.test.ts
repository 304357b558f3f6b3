import { describe, expect, it } from 'vitest';
import { stepLines } from '../../../electron/cli/progress/stepLines';
import { createRunState } from '../../../shared/run/reduce';
import type { StepState } from '../../../shared/run/state';

const NOW = Date.parse('2026-01-01T00:01:00Z');

function stateOf(...changes: Partial<StepState>[]) {
  const steps = changes.map((_, index) => ({ id: `s${index + 1}`, prompt: 'p' }));
  const state = createRunState('run_1', { name: 'w', steps });
  for (const [index, change] of changes.entries()) {
    const id = `s${index + 1}`;
    const step = state.steps.get(id);
    if (step !== undefined) state.steps.set(id, { ...step, ...change });
  }
  return state;
}

describe('the live list of steps', () => {
  it('shows each step with its mark, time and what it does now', () => {
    const state = stateOf(
      { status: 'completed', durationMs: 3100 },
      { status: 'running', startedAt: '2026-01-01T00:00:00Z', text: 'reading\nfiles' },
      { status: 'failed', durationMs: 400, error: 'No key.' },
      { status: 'pending' },
    );
    expect(stepLines(state, NOW, 80, 10)).toEqual(['✓ s1 3.1 s', '▸ s2 1 min 0 s reading files', '✗ s3 0.4 s No key.', '· s4']);
  });

  it('shows what matters most when the screen is small, in the order of the workflow, and counts the rest', () => {
    const state = stateOf(
      { status: 'completed' },
      { status: 'completed' },
      { status: 'running' },
      { status: 'pending' },
      { status: 'failed' },
    );
    expect(stepLines(state, NOW, 80, 3)).toEqual(['▸ s3', '✗ s5 0.0 s', '… 3 more (2 of 5 completed)']);
  });

  it('shows the steps of a run that a step started below that step', () => {
    const state = stateOf({ status: 'running', sessionId: 'ses_1' }, { status: 'pending' });
    const inner = stateOf({ status: 'completed', durationMs: 400 }, { status: 'running', sessionId: 'ses_2' });
    const innermost = stateOf({ status: 'failed', error: 'No.' });
    const children = new Map([
      ['ses_1', new Map([['run_2', inner]])],
      ['ses_2', new Map([['run_3', innermost]])],
    ]);
    const lines = ['▸ s1', '  ✓ w › s1 0.4 s', '  ▸ w › s2', '    ✗ w › s1 0.0 s No.', '· s2'];
    expect(stepLines(state, NOW, 80, 10, children)).toEqual(lines);
    expect(stepLines(state, NOW, 80, 4, children)).toEqual([lines[0], lines[2], lines[3], '… 2 more (1 of 5 completed)']);
    expect(stepLines(state, NOW, 8, 10, children).every((line) => line.length <= 8)).toBe(true);
  });

  it('never exceeds the width', () => {
    const state = stateOf({ status: 'failed', error: 'x'.repeat(200) });
    expect(stepLines(state, NOW, 20, 10).map((line) => line.length)).toEqual([20]);
  });
});
