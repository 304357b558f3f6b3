import type { RunEvent } from '../../../shared/run/events';
import type { RunState } from '../../../shared/run/state';
import { plainLine } from '../plainLine';
import type { Screen } from '../terminal';
import { stepLines } from './stepLines';
import type { StepProgress } from './stepProgress';

const REPAINT_MS = 120;
const LONGEST_NOTE = 400;
const CURSOR_HIDE = '\u001b[?25l';
const CURSOR_SHOW = '\u001b[?25h';
const CLEAR_BELOW = '\u001b[J';
const up = (lines: number) => (lines > 0 ? `\u001b[${lines}A\r` : '\r');

/** A list of steps that repaints itself in place, at most every `REPAINT_MS`, until its end. */
export function liveProgress(screen: Screen): StepProgress {
  let painted = 0;
  let latest: RunState | undefined;
  /** By the session of the step that started them, then by their ids. */
  const children = new Map<string, Map<string, RunState>>();
  const paint = (...notes: readonly string[]) => {
    const steps = latest === undefined ? [] : stepLines(latest, Date.now(), screen.columns - 1, screen.rows - 2, children);
    const lines = [...notes, ...steps].map((line) => `${line}\n`).join('');
    screen.write(`${CURSOR_HIDE}${up(painted)}${CLEAR_BELOW}${lines}`);
    painted = steps.length;
  };
  // Also without events: elapsed times move on.
  const timer = setInterval(() => paint(), REPAINT_MS);
  const showCursor = () => screen.write(CURSOR_SHOW);
  process.once('exit', showCursor);
  const warn = (state: RunState, events: readonly RunEvent[]) => {
    const warnings = events.flatMap((event) => (event.type === 'step.warning' ? [event] : []));
    if (warnings.length > 0)
      paint(...warnings.map(({ stepId, message }) => plainLine(`! ${state.steps.get(stepId)?.name ?? stepId}: ${message}`, LONGEST_NOTE)));
  };
  return {
    update: (state, events) => {
      latest = state;
      warn(state, events);
    },
    updateChild: ({ sessionId }, state, events) => {
      const siblings = children.get(sessionId) ?? new Map<string, RunState>();
      children.set(sessionId, siblings.set(state.runId, state));
      warn(state, events);
    },
    // Above the steps, where it stays.
    note: (line) => paint(line),
    end: (state) => {
      clearInterval(timer);
      latest = state;
      paint();
      process.off('exit', showCursor);
      showCursor();
    },
  };
}
