import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tool } from '../../../electron/tools/customTool';
import type { WorkflowRunResult } from '../../../shared/run/state';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { step, workflow } from '../../support/builders';
import { cutAfter, endedAfter } from '../../support/modelServer/faults';
import { bodyBytes } from '../../support/modelServer/modelServer';
import { message, type Reply, text, textBlock, toolUseBlock } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
import { amount } from '../../support/seeds';
import { expectOrderly, openChaosHost } from './chaosHost';

/** A conversation of four rounds; STEPGRAPH_CUT_STRIDE=1 cuts it at every byte instead of every so many. */
const STRIDE = amount('STEPGRAPH_CUT_STRIDE', 29);
const ROUNDS = [
  message([textBlock('Erst schauen: süß 👋'), toolUseBlock('note', { round: 0 }, 'call_0')]),
  message([toolUseBlock('note', { round: 1 }, 'call_1a'), toolUseBlock('note', { round: 1 }, 'call_1b')]),
  message([textBlock('Once more'), toolUseBlock('note', { round: 2 }, 'call_2')]),
  text('Done, at last.'),
] as const satisfies readonly Reply[];
/** How many calls the rounds before each have made. */
const CALLS_BEFORE = [0, 1, 3, 4];

const bodies = ROUNDS.map((reply) => ({ ...reply, body: bodyBytes(reply).toString() }));
const cuts = bodies.flatMap(({ body }, round) => {
  const length = Buffer.byteLength(body);
  return offsets(length).map((offset) => ({ round, offset, isWhole: offset === length }));
});

describe('a conversation of four rounds whose connection is lost (F10)', () => {
  it(`by a reset, after any of ${cuts.length} numbers of bytes, fails as a network error with nothing run of half an answer`, async () => {
    await using chaos = await openCutHost(cutAfter);
    const { result, events } = await chaos.run(cutWorkflow());
    expectOrderly(events);
    // A reset may overtake the last bytes, so an answer that was sent whole may count as lost.
    const isRight = (fate: Fate) => (fate.status === 'completed' ? fate.isWhole : isLost(fate, 'NETWORK'));
    expect(chaos.fates(result).filter((fate) => !isRight(fate))).toEqual([]);
  }, 120_000);

  it(`in good order, after any of ${cuts.length} numbers of bytes, fails as a network error with nothing run of half an answer`, async () => {
    await using chaos = await openCutHost(endedAfter);
    const { result, events } = await chaos.run(cutWorkflow());
    expectOrderly(events);
    const isRight = (fate: Fate) => (fate.isWhole ? fate.status === 'completed' : isLost(fate, 'NETWORK'));
    expect(chaos.fates(result).filter((fate) => !isRight(fate))).toEqual([]);
  }, 120_000);

  it.each([
    ['by a reset', cutAfter],
    ['in good order', endedAfter],
  ])(
    '%s, and has retries left, begins anew and completes',
    async (_how, cut) => {
      const lost = new Set<string>();
      await using chaos = await openCutHost((reply, bytes, key) => {
        if (lost.has(key)) return reply;
        lost.add(key);
        return cut(reply, bytes);
      });
      const few = cuts.filter(({ isWhole }, index) => !isWhole && index % 4 === 0);
      const steps = few.map((at) => step(stepIdOf(at), { prompt: promptOf(at), retries: 1 }));
      const { result, events } = await chaos.run(workflow(steps));
      expectOrderly(events);
      expect(new Set(result.steps.map(({ status, text: answer, attempts }) => `${status} ${answer} ${attempts}`))).toEqual(
        new Set(['completed Done, at last. 2']),
      );
    },
    120_000,
  );
});

type Fate = {
  readonly round: number;
  readonly offset: number;
  readonly isWhole: boolean;
  readonly status: string;
  readonly errorCode: string | undefined;
  /** How many calls were run. */
  readonly notes: number;
};

/** Failed by this error, with the calls of the rounds before run and none of this one. */
function isLost({ errorCode, notes, round }: Fate, code: string): boolean {
  return errorCode === code && notes === CALLS_BEFORE[round];
}

type Cut = (reply: Reply, bytes: number, key: string) => Reply;

async function openCutHost(cut: Cut) {
  const notes = new Map<string, number>();
  const note = tool({ name: 'note', description: 'Notes', inputSchema: z.object({ round: z.int() }) }, (_, { sessionId }) => {
    notes.set(sessionId, (notes.get(sessionId) ?? 0) + 1);
    return 'noted';
  });
  const script: Script = ({ prompt, body }) => {
    const round = body.messages.filter(({ role }) => role === 'assistant').length;
    const reply = bodies[round] ?? bodies[3];
    const [, at, offset] = prompt.split(' ').map(Number);
    if (!reply) throw new Error('There are four rounds');
    return round === at ? cut(reply, offset ?? 0, prompt) : reply;
  };
  const chaos = await openChaosHost(script, { tools: [note], haste: 20, stallTimeoutMs: 10_000 });
  return {
    ...chaos,
    /** What became of each cut, for a run with a step for each. */
    fates({ runId }: WorkflowRunResult): Fate[] {
      const done = chaos.host.store.events.events(runId, 0).filter((event) => event.type === 'step.done');
      return cuts.map((cut) => {
        const end = done.find(({ stepId }) => stepId === stepIdOf(cut));
        return { ...cut, status: end?.status ?? '', errorCode: end?.errorCode, notes: notes.get(end?.sessionId ?? '') ?? 0 };
      });
    },
  };
}

const stepIdOf = ({ round, offset }: (typeof cuts)[number]): string => `r${round}_${offset}`;
const promptOf = ({ round, offset }: (typeof cuts)[number]): string => `cut ${round} ${offset}`;

function cutWorkflow(): WorkflowDefinition {
  return workflow(cuts.map((cut) => step(stepIdOf(cut), { prompt: promptOf(cut) })));
}

/** Every so many bytes, all but the last one (whether the reader misses that is its own affair), and all. */
function offsets(length: number): number[] {
  const regular = Array.from({ length: Math.ceil(length / STRIDE) }, (_, index) => index * STRIDE);
  return [...new Set([...regular, length - 2, length])].filter((offset) => offset !== length - 1);
}
