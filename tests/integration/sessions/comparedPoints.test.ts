import { describe, expect, it } from 'vitest';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { COMPARED_MESSAGES } from '../../../shared/session/timeline';
import { hostOver, say } from './hostOver';

/** More turns than are compared at once. */
const LONG = COMPARED_MESSAGES / 2 + 5;

async function sayAll(client: StepgraphClient, id: string, count: number, word: string): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await say(client, id, `${word} ${turn}`);
}

describe('comparing two points', () => {
  it('begins where the words differ: a long way on which both say the same costs nothing', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    await say(client, id, 'base');
    const base = await client.sessions.saveCheckpoint({ id, label: 'base' });
    await sayAll(client, id, LONG, 'same');
    await say(client, id, 'THIS');
    const left = { checkpointId: (await client.sessions.saveCheckpoint({ id, label: 'this' })).id };
    await client.sessions.restoreCheckpoint({ id, checkpointId: base.id });
    await sayAll(client, id, LONG, 'same');
    await say(client, id, 'THAT');
    const right = { checkpointId: (await client.sessions.saveCheckpoint({ id, label: 'that' })).id };

    const compared = await client.sessions.compare({ id, left, right });
    expect(compared).toMatchObject({ commonId: base.messageId, commonCount: 2, sameCount: 2 * LONG });
    expect(compared.left).toMatchObject({ messageCount: 2, messages: [{ content: [{ text: 'THIS' }] }, {}] });
    expect(compared.right).toMatchObject({ messageCount: 2, messages: [{ content: [{ text: 'THAT' }] }, {}] });
    expect(await client.sessions.compare({ id, left, right: left })).toMatchObject({
      sameCount: 0,
      left: { messageCount: 0, messages: [] },
    });
  });

  it('goes on part by part, to the end of the longer side', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    await sayAll(client, id, LONG, 'word');
    const right = { messageId: (await client.sessions.get({ id })).headId };
    const ask = (skip: number) => client.sessions.compare({ id, left: { messageId: null }, right, skip });
    expect((await ask(0)).right).toMatchObject({ messageCount: 2 * LONG, messages: { length: COMPARED_MESSAGES } });
    const rest = await ask(COMPARED_MESSAGES);
    expect(rest.left).toEqual({ messageCount: 0, messages: [] });
    expect(rest.right.messages.map(({ depth }) => depth)).toEqual([201, 202, 203, 204, 205, 206, 207, 208, 209, 210]);
    expect((await ask(2 * LONG)).right.messages).toEqual([]);
  });
});
