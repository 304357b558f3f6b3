import { expect, test } from 'vitest';
import { systemClock } from '../../../electron/platform/systemClock';

const clock = systemClock();

test('a sleep takes at least its time on the monotonic clock', async () => {
  const before = clock.monotonic();
  await clock.sleep(20);
  // Timers fire in whole milliseconds and may round down.
  expect(clock.monotonic() - before).toBeGreaterThanOrEqual(19);
});

test('an aborted sleep rejects at once with the reason given', async () => {
  const controller = new AbortController();
  const sleep = clock.sleep(60_000, controller.signal);
  controller.abort(new Error('Run aborted'));
  await expect(sleep).rejects.toThrow('Run aborted');
});

test('a sleep with a signal that is aborted already does not begin', async () => {
  await expect(clock.sleep(60_000, AbortSignal.abort(new Error('Too late')))).rejects.toThrow('Too late');
});
