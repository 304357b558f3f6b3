import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { liveProgress } from '../../../electron/cli/progress/liveProgress';
import { createRunState } from '../../../shared/run/reduce';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** What a terminal shows after these writes: lines, with the cursor movements that we use carried out. */
function shown(writes: readonly string[]): string[] {
  const lines: string[] = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with escape
  for (const [token] of writes.join('').matchAll(/\u001b\[(\?25[lh]|\d*[A-Z])|[^\u001b\n\r]+|\n|\r/g)) {
    if (token === '\n') row += 1;
    else if (token.endsWith('A') && token.startsWith('\u001b')) row -= Number(token.slice(2, -1));
    else if (token === '\u001b[J') lines.length = row;
    else if (!token.startsWith('\u001b') && token !== '\r') lines[row] = token;
  }
  return lines.filter((line) => line !== '');
}

it('repaints the steps in place, and keeps what is noted above them', () => {
  const writes: string[] = [];
  const state = createRunState('run_1', {
    name: 'w',
    steps: [
      { id: 'a', prompt: 'p' },
      { id: 'b', prompt: 'p' },
    ],
  });
  const progress = liveProgress({ columns: 80, rows: 24, write: (text) => writes.push(text) });

  progress.update(state, []);
  vi.advanceTimersByTime(1000);
  expect(shown(writes)).toEqual(['· a', '· b']);
  progress.note('Stopping …');
  vi.advanceTimersByTime(1000);
  progress.end(state);
  expect(shown(writes)).toEqual(['Stopping …', '· a', '· b']);
});

it('paints the steps of a run that a step started below it', () => {
  const writes: string[] = [];
  const state = createRunState('run_1', { name: 'w', steps: [{ id: 'a', prompt: 'p' }] });
  const child = createRunState('run_2', { name: 'inner', steps: [{ id: 'b', prompt: 'p' }] });
  const progress = liveProgress({ columns: 80, rows: 24, write: (text) => writes.push(text) });
  for (const step of state.steps.values()) state.steps.set(step.id, { ...step, sessionId: 'ses_1' });
  progress.update(state, []);
  progress.updateChild({ sessionId: 'ses_1', depth: 1 }, child, []);
  progress.end(state);
  expect(shown(writes)).toEqual(['· a', '  · inner › b']);
});

it('hides the cursor while it paints and shows it again at the end, after which nothing is painted', () => {
  const writes: string[] = [];
  const state = createRunState('run_1', { name: 'w', steps: [{ id: 'a', prompt: 'p' }] });
  const progress = liveProgress({ columns: 80, rows: 24, write: (text) => writes.push(text) });
  progress.update(state, []);
  progress.end(state);
  const atEnd = writes.length;
  vi.advanceTimersByTime(1000);
  expect([writes.at(-1), writes.length]).toEqual(['\u001b[?25h', atEnd]);
});
