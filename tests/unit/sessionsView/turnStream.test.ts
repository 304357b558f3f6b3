import { expect, test } from 'vitest';
import { startedTurn } from '../../../renderer/features/sessions/turnStream';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { AppError } from '../../../shared/lib/appError';
import type { TurnItem } from '../../../shared/session/turn';

const lost = new AppError('DISCONNECTED', 'The connection was lost.');

/** What a host yields to the two calls, which are counted. */
function host(sent: readonly TurnItem[], error: AppError | undefined, watched: readonly TurnItem[] = []) {
  const calls: string[] = [];
  const sessions = {
    async *send() {
      calls.push('send');
      yield* sent;
      if (error) throw error;
    },
    async *watch() {
      calls.push('watch');
      yield* watched;
    },
  };
  return { calls, client: { sessions } as unknown as StepgraphClient };
}

async function items(client: StepgraphClient): Promise<readonly TurnItem[]> {
  const all: TurnItem[] = [];
  for await (const item of startedTurn(client, 's', client.sessions.send({ id: 's', text: 'Go' }))) all.push(item);
  return all;
}

const prompt: TurnItem = { type: 'prompt', text: 'Go' };
const saying = (delta: string): TurnItem => ({ type: 'text', delta });

test('a turn whose connection is lost is watched from its prompt on, and sent once', async () => {
  const { client, calls } = host([prompt, saying('I')], lost, [prompt, saying('I'), saying(' am')]);
  expect(await items(client)).toEqual([prompt, saying('I'), prompt, saying('I'), saying(' am')]);
  expect(calls).toEqual(['send', 'watch']);
});

test('a turn that is over by the time the connection is back has no more to tell', async () => {
  const { client, calls } = host([prompt], lost);
  expect(await items(client)).toEqual([prompt]);
  expect(calls).toEqual(['send', 'watch']);
});

test('a turn that fails is not watched', async () => {
  const { client, calls } = host([prompt], new AppError('BUSY', 'Another process is at work.'));
  await expect(items(client)).rejects.toMatchObject({ code: 'BUSY' });
  expect(calls).toEqual(['send']);
});
