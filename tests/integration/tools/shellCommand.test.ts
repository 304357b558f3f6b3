import { expect, it } from 'vitest';
import { runShellCommand } from '../../../electron/tools/shellCommand';
import { temporaryFolder } from '../../support/temporaryFolder';

const PRINTED = 8_000_000;
/** What pipes and streams hold between a program and us. */
const UNDER_WAY = 1_000_000;

it('a program that prints faster than its output can be kept is made to wait, and then gives all of it', async () => {
  using folder = temporaryFolder();
  const room = Promise.withResolvers<void>();
  let kept = 0;
  const running = runShellCommand(
    {
      command: `yes 0123456789abcdef | head -c ${PRINTED}`,
      workDir: folder.path,
      timeoutMs: 60_000,
      sandbox: 'off',
      keepOutput(text) {
        kept += text.length;
        return room.promise;
      },
    },
    new AbortController().signal,
  );
  await expect.poll(() => kept).toBeGreaterThan(0);
  const early = kept;
  await new Promise((resolve) => setImmediate(resolve));
  expect(kept).toBe(early);
  expect(early).toBeLessThan(UNDER_WAY);
  room.resolve();
  expect((await running).exitCode).toBe(0);
  expect(kept).toBe(PRINTED);
});
