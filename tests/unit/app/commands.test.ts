import { afterEach, describe, expect, it, vi } from 'vitest';
import { allCommands, onCommandError, registerCommands, runCommand, shortcutsOf, subscribeCommands } from '../../../renderer/app/commands';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0)) undo();
});

function register(...commands: Parameters<typeof registerCommands>[0]) {
  const unregister = registerCommands(commands);
  cleanUp.push(unregister);
  return unregister;
}

describe('commands', () => {
  it('run by id for as long as they are registered', () => {
    const run = vi.fn();
    const unregister = register({ id: 'a', label: 'A', run });
    expect(runCommand('a')).toBe(true);
    unregister();
    expect(runCommand('a')).toBe(false);
    expect(run).toHaveBeenCalledOnce();
  });

  it('do nothing while they can’t be done', () => {
    register({ id: 'a', label: 'A', when: () => false, run: () => expect.unreachable() });
    expect(runCommand('a')).toBe(false);
  });

  it('give way to a later one of the same id, whose going does not bring the earlier back', () => {
    const first = register({ id: 'a', label: 'first', run: () => {} });
    const second = register({ id: 'a', label: 'second', run: () => {} });
    first();
    expect(allCommands().map(({ label }) => label)).toEqual(['second']);
    second();
    expect(allCommands()).toEqual([]);
  });

  it('tell the listener of their failure, at once or later', async () => {
    const failures: unknown[] = [];
    onCommandError((command, error) => failures.push([command.id, error]));
    register(
      { id: 'now', label: 'Now', run: () => throwing('now') },
      { id: 'later', label: 'Later', run: () => Promise.reject(new Error('later')) },
    );
    runCommand('now');
    runCommand('later');
    await Promise.resolve();
    expect(failures).toEqual([
      ['now', new Error('now')],
      ['later', new Error('later')],
    ]);
  });

  it('announce every change of the list', () => {
    const listener = vi.fn();
    cleanUp.push(subscribeCommands(listener));
    register({ id: 'a', label: 'A', run: () => {} })();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('have none, one or several shortcuts', () => {
    const command = { id: 'a', label: 'A', run: () => {} };
    expect([command, { ...command, shortcut: 'N' }, { ...command, shortcut: ['N', 'M'] }].map(shortcutsOf)).toEqual([
      [],
      ['N'],
      ['N', 'M'],
    ]);
  });
});

function throwing(message: string): never {
  throw new Error(message);
}
