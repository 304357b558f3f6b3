import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processKeyboard } from '../../../electron/cli/keyboard';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A terminal's input whose keys a test presses; `states` is when it was raw, and when not again. */
function terminalInput() {
  const states: boolean[] = [];
  const setRawMode = (isRaw: boolean) => void states.push(isRaw);
  // All that a keyboard uses of a terminal's input; a real one would need a terminal.
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode }) as unknown as ReadStream;
  const keyboard = processKeyboard(stdin);
  if (!keyboard) throw new Error('A terminal has a keyboard.');
  return { keyboard, states, press: (key: string) => void (stdin as unknown as PassThrough).write(key) };
}

const SIGNAL = new AbortController().signal;
const same = (key: string) => key;

describe('a question in a terminal', () => {
  it('is not answered by what was typed before it was put', async () => {
    const { keyboard, press } = terminalInput();
    press('y');
    const answered = vi.fn();
    void keyboard.answer(SIGNAL, same).then(answered);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answered).not.toHaveBeenCalled();
    press('n');
    await vi.advanceTimersByTimeAsync(0);
    expect(answered).toHaveBeenCalledExactlyOnceWith('n');
  });

  it('takes no answer until it could be read, and no second question does either', async () => {
    const { keyboard, press } = terminalInput();
    for (const expected of ['first', 'second']) {
      const answer = keyboard.answer(SIGNAL, same);
      await vi.advanceTimersByTimeAsync(500);
      press('too soon');
      await vi.advanceTimersByTimeAsync(99);
      press('still too soon');
      await vi.advanceTimersByTimeAsync(2);
      press(expected);
      expect(await answer).toBe(expected);
    }
  });

  it('waits for a key that it knows, in raw mode until then', async () => {
    const { keyboard, press, states } = terminalInput();
    const answer = keyboard.answer(SIGNAL, (key) => (key === 'a' ? 'allowed' : undefined));
    await vi.advanceTimersByTimeAsync(1_000);
    press('x');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states).toEqual([true]);
    press('a');
    expect(await answer).toBe('allowed');
    expect(states).toEqual([true, false]);
  });

  it('is interrupted at once, also while it takes no answer', async () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const { keyboard, press, states } = terminalInput();
    const answer = keyboard.answer(SIGNAL, same);
    press('\u0003');
    expect(await answer).toBeUndefined();
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGINT');
    expect(states).toEqual([true, false]);
  });

  it('is over when it is no longer asked', async () => {
    const over = new AbortController();
    const { keyboard, states } = terminalInput();
    const answer = keyboard.answer(over.signal, same);
    over.abort(new Error('answered elsewhere'));
    await expect(answer).rejects.toThrow('answered elsewhere');
    await expect(keyboard.answer(over.signal, same)).rejects.toThrow('answered elsewhere');
    expect(states).toEqual([true, false, true, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
