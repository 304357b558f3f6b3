import { describe, expect, it } from 'vitest';
import type { SessionStore } from '../../../electron/sessions/ports';
import { AppError } from '../../../shared/lib/appError';
import { settled } from './support/heldModel';
import { memoryStore } from './support/memoryStore';
import { ALLOW_ALL, scene, testTool, toolsOf } from './support/scene';
import { calls, says, scriptedModel } from './support/scriptedModel';

/** A turn of one call, at the time when the disk has not answered for the reply that makes it. */
async function heldReply(isReadOnly: boolean, isDurable: boolean) {
  const memory = memoryStore();
  const answer = Promise.withResolvers<void>();
  const store: SessionStore = {
    ...memory,
    async append(message, costUsd) {
      await memory.append(message, costUsd);
      if (message.role === 'assistant') await answer.promise;
    },
  };
  const ran: string[] = [];
  const tool = testTool('look', isReadOnly, () => {
    ran.push('look');
    return { content: 'seen', isError: false };
  });
  const model = scriptedModel(calls(['t1', 'look']), says('Done.'));
  const gate = ALLOW_ALL;
  const { run, observer, conversation } = await scene({ model, store, tools: toolsOf(tool), gate });
  const outcome = run('Go', { observer: { ...observer, ...(isDurable && { isDurable }) } });
  outcome.catch(() => {}); // awaited by the tests
  await settled();
  return { answer, ran, model, outcome, conversation };
}

describe('while a reply is on its way to the disk', () => {
  it('what it asks to read is read, but the model is not asked again', async () => {
    const { answer, ran, model, outcome } = await heldReply(true, true);
    expect(ran).toEqual(['look']);
    expect(model.requests).toHaveLength(1);
    answer.resolve();
    expect(await outcome).toMatchObject({ text: 'Done.' });
  });

  it.each([
    ['what may leave a trace', false, true],
    ['what somebody would see who is told at once', true, false],
  ])('%s waits', async (_case, isReadOnly, isDurable) => {
    const { answer, ran, outcome } = await heldReply(isReadOnly, isDurable);
    expect(ran).toEqual([]);
    answer.resolve();
    await outcome;
    expect(ran).toEqual(['look']);
  });

  it.each([true, false])('the turn ends when it does not arrive, and the model is not asked again (read-only: %s)', async (isReadOnly) => {
    const { answer, model, outcome } = await heldReply(isReadOnly, true);
    answer.reject(new AppError('STORE_FAILED', 'The disk is full.'));
    await expect(outcome).rejects.toMatchObject({ message: 'The disk is full.' });
    expect(model.requests).toHaveLength(1);
  });
});
