import { beforeEach, expect, it } from 'vitest';
import { startPhase } from '../../../renderer/app/startPhase';
import { endStart, reportTo } from '../../../renderer/app/startReport';
import type { ConnectionState } from '../../../renderer/host/hostConnection';
import { AppError } from '../../../shared/lib/appError';

const refused = new AppError('UNAUTHORIZED', 'Open the address again.');

/** A connection whose state a test sets, and what a person was told. */
function reporting() {
  let state: ConnectionState = 'connecting';
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const told: unknown[] = [];
  const report = reportTo({ state: () => state, subscribe }, (error) => told.push(error));
  const enter = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return { report, told, enter };
}

beforeEach(() => startPhase.setState({ is: 'starting' }, true));

it('a page that was never let in says so once, in place of the window', () => {
  const { report, told, enter } = reporting();
  enter('lost');
  report(refused);
  report(refused);
  endStart();
  expect(startPhase.getState()).toEqual({ is: 'refused', reason: 'Open the address again.' });
  expect(told).toEqual([]);
});

it('a window that is locked out later stays, with the banner alone', () => {
  const { report, told, enter } = reporting();
  enter('connected');
  endStart();
  enter('lost');
  report(refused);
  expect(startPhase.getState()).toEqual({ is: 'ready' });
  expect(told).toEqual([]);
});

it('everything else is told', () => {
  const { report, told } = reporting();
  const error = new AppError('NOT_FOUND', 'gone');
  report(error);
  endStart();
  expect(told).toEqual([error]);
  expect(startPhase.getState()).toEqual({ is: 'ready' });
});
