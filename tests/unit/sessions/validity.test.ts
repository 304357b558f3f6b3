import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../shared/session/session';
import { echo, scene, testTool, toolsOf } from './support/scene';
import { type Call, calls, says } from './support/scriptedModel';

/**
 * A turn is stopped after any number of stored messages, reported facts and finished waits; whatever the point, each call that is stored has exactly
 * one result before the next reply, and going on ends like a turn that nobody stopped.
 */
const toolNames = fc.constantFrom('read', 'write', 'unknown');
const rounds = fc.array(fc.array(toolNames, { minLength: 1, maxLength: 4 }), { maxLength: 4 });

describe('a conversation', () => {
  it('stays valid wherever its turn is stopped, and can be gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, fc.nat({ max: 40 }), async (plan, stopAfter) => {
        const replies = plan.map((names, round) => calls(...names.map((name, index): Call => [`${round}_${index}`, name])));
        const stop = new AbortController();
        let events = 0;
        const tick = () => {
          events += 1;
          if (events > stopAfter) stop.abort();
        };
        const tools = toolsOf(
          echo('read'),
          testTool('write', false, async () => {
            tick();
            await new Promise(setImmediate);
            tick();
            return { content: 'written', isError: false };
          }),
        );
        let asked = 0;
        const model = {
          reply: async (...given: Parameters<ReturnType<typeof says>>) => {
            asked += 1;
            tick();
            const round = store
              .conversation(store.get('s')?.headId ?? null)
              .filter(({ role, interrupted }) => role === 'assistant' && !interrupted);
            return (replies[round.length] ?? says('Done.'))(...given);
          },
        };
        const { run, store } = await scene({ model, tools });
        const observer = { report: async () => tick() };

        const outcome = await run('Go', { signal: stop.signal, observer }).catch(() => undefined);
        expectValid(messagesOf());
        if (outcome) expect(asked).toBe(plan.length + 1);
        const resumed = await run(messagesOf().length === 0 ? 'Go' : null);
        expectValid(messagesOf());
        expect(resumed.text).toBe('Done.');
        expect(resumed.toolCalls).toEqual(plan.flat());

        function messagesOf(): Message[] {
          return store.conversation(store.get('s')?.headId ?? null);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectValid(messages: readonly Message[]): void {
  let open: unknown[] = [];
  for (const { role, content } of messages) {
    if (role === 'assistant') expect(open).toEqual([]);
    for (const block of content) {
      if (block.type === 'tool_use') open.push(block.id);
      if (block.type !== 'tool_result') continue;
      expect(open).toContain(block.tool_use_id);
      open = open.filter((id) => id !== block.tool_use_id);
    }
  }
  expect(open).toEqual([]);
}
