import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tool } from '../../../electron/tools/customTool';
import type { AppErrorCode } from '../../../shared/lib/appError';
import { step, workflow } from '../../support/builders';
import {
  cutAfter,
  dripped,
  endedAfter,
  endingAfter,
  failingAfter,
  gzipped,
  hungUp,
  inserting,
  malformed,
  overloaded,
  paced,
  rateLimited,
  serverError,
  stalledAfter,
  unauthorized,
  unknownModel,
  webPage,
} from '../../support/modelServer/faults';
import { message, type Reply, text, textBlock, toolUseBlock } from '../../support/modelServer/reply';
import { dice, FIRST_SEED } from '../../support/seeds';
import { type ChaosHost, expectOrderly, openChaosHost } from './chaosHost';

/** What may become of a step whose server does this: an error of that class, or nothing. */
type Fault = { readonly does: string; readonly reply: (good: Reply) => Reply; readonly ends: AppErrorCode | 'completed' };

const SILENT = new Promise<never>(() => undefined);
const FAULTS: readonly Fault[] = [
  { does: 'answers', reply: (good) => good, ends: 'completed' },
  { does: 'drips, a byte at a time', reply: (good) => dripped(good), ends: 'completed' },
  { does: 'compresses', reply: gzipped, ends: 'completed' },
  { does: 'says things nobody knows', reply: (good) => inserting(good, 2, { type: 'weather', is: 'fine' }), ends: 'completed' },
  { does: 'takes its time', reply: (good) => paced(good, 10), ends: 'completed' },
  { does: 'refuses the connection', reply: hungUp, ends: 'NETWORK' },
  { does: 'is cut in the middle', reply: (good) => cutAfter(good, 500), ends: 'NETWORK' },
  { does: 'ends in the middle', reply: (good) => endedAfter(good, 500), ends: 'NETWORK' },
  { does: 'ends between two events', reply: (good) => endingAfter(good, 3), ends: 'NETWORK' },
  { does: 'falls silent in the middle', reply: (good) => stalledAfter(good, 500), ends: 'TIMEOUT' },
  { does: 'never says a word', reply: (good) => ({ ...good, until: SILENT }), ends: 'TIMEOUT' },
  { does: 'limits the rate', reply: () => rateLimited(1), ends: 'RATE_LIMITED' },
  { does: 'limits the rate for an hour', reply: () => rateLimited(3600), ends: 'RATE_LIMITED' },
  { does: 'is overloaded', reply: overloaded, ends: 'OVERLOADED' },
  { does: 'is broken', reply: serverError, ends: 'OVERLOADED' },
  { does: 'is overloaded in the middle', reply: (good) => failingAfter(good, 4, 'overloaded_error'), ends: 'OVERLOADED' },
  { does: 'refuses the key', reply: unauthorized, ends: 'AUTHENTICATION' },
  { does: 'does not know the model', reply: () => unknownModel('test-model'), ends: 'MODEL_REJECTED' },
  { does: 'is a web site', reply: () => webPage(), ends: 'BAD_RESPONSE' },
  { does: 'talks garbage', reply: malformed, ends: 'BAD_RESPONSE' },
];

/** An agent of two rounds; the fault strikes in the one or the other. */
const CALL = message([textBlock('Let me look at it.'), toolUseBlock('look', { at: 'it' })]);
const ANSWER_TEXT = 'It looks good, all things considered.';
const ANSWER = text(ANSWER_TEXT);
const STEP_LIMIT_MS = 150;
/** Long enough for a server that is only slow because the machine is busy. */
const STALL_MS = 2_500;
/** Nothing here may take longer, however busy the machine. */
const PATIENCE_MS = 30_000;

const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({ at: z.string() }), isReadOnly: true }, () => 'fine');

/** One step for each fault and round; each prompt names its fault. */
const twoRounds = [0, 1].flatMap((round) =>
  FAULTS.map((fault, number) => ({ fault, round, id: `f${number}_${round}`, prompt: `${number} ${round}` })),
);

const openFaulty = (isHealed: () => boolean = () => false): Promise<ChaosHost> =>
  openChaosHost(
    ({ prompt, body }) => {
      const round = body.messages.filter(({ role }) => role === 'assistant').length;
      const good = round === 0 ? CALL : ANSWER;
      const [number = 0, at] = prompt.split(' ').map(Number);
      return at === round && !isHealed() ? (FAULTS[number]?.reply(good) ?? good) : good;
    },
    { tools: [look], haste: 10, stallTimeoutMs: STALL_MS, sessionManager: { maxConcurrentActive: 50 } },
  );

describe('a model server that misbehaves, through whole runs (F10)', () => {
  it(
    'fails each step with the class of its fault, and lets the others be',
    async () => {
      await using chaos = await openFaulty();
      const { result, events } = await chaos.run(workflow(twoRounds.map(({ id, prompt }) => step(id, { prompt }))));
      expectOrderly(events);
      const fates = events.flatMap((event) =>
        event.type === 'step.done' ? [[event.stepId, event.errorCode ?? event.status] as const] : [],
      );
      expect(Object.fromEntries(fates)).toEqual(Object.fromEntries(twoRounds.map(({ id, fault }) => [id, fault.ends])));
      expect(result.status).toBe('partial');
    },
    PATIENCE_MS,
  );

  it(
    'with retries repeats what a repetition may help, and nothing else',
    async () => {
      await using chaos = await openFaulty();
      const steps = twoRounds.map(({ id, prompt }) => step(id, { prompt, retries: 1 }));
      const { result } = await chaos.run(workflow(steps));
      const isHelped = ({ ends, does }: (typeof FAULTS)[number]) =>
        ['NETWORK', 'TIMEOUT', 'RATE_LIMITED', 'OVERLOADED'].includes(ends) && does !== 'limits the rate for an hour';
      expect(Object.fromEntries(result.steps.map(({ id, attempts }) => [id, attempts]))).toEqual(
        Object.fromEntries(twoRounds.map(({ id, fault }) => [id, isHelped(fault) ? 2 : 1])),
      );
    },
    PATIENCE_MS,
  );

  it(
    'with a time limit ends every step by then, with its own error or the time-out',
    async () => {
      await using chaos = await openChaosHost(({ prompt }) => FAULTS[Number(prompt)]?.reply(ANSWER) ?? ANSWER, {
        stallTimeoutMs: 60_000,
        sessionManager: { maxConcurrentActive: 50 },
      });
      const steps = FAULTS.map((_, number) => step(`f${number}`, { prompt: String(number), timeoutMs: STEP_LIMIT_MS }));
      const { result, events } = await chaos.run(workflow(steps));
      expectOrderly(events);
      const codes = new Map(
        events.flatMap((event) => (event.type === 'step.done' ? [[event.stepId, event.errorCode ?? event.status]] : [])),
      );
      for (const [number, { does, ends }] of FAULTS.entries()) expect(['TIMEOUT', ends], does).toContain(codes.get(`f${number}`));
      expect(codes.get(`f${FAULTS.findIndex(({ does }) => does === 'never says a word')}`)).toBe('TIMEOUT');
      expect(result.aborted).toBe(false);
      await chaos.server.idle();
    },
    PATIENCE_MS,
  );

  it.each(FAULTS.map(({ does }, number) => ({ does, number })))(
    'aborted while it $does, settles with all its requests closed, and can be resumed to the end',
    async ({ number }) => {
      let isHealed = false;
      await using chaos = await openFaulty(() => isHealed);
      const random = dice(FIRST_SEED + number);
      const abort = new AbortController();
      const runs = [0, 1].map((round) => {
        setTimeout(() => abort.abort(), random.below(60));
        const steps = [
          step('f', { prompt: `${number} ${round}`, retries: 3 }),
          step('after', { dependsOn: ['f'], prompt: `0 9 $steps.f.text` }),
        ];
        return chaos.run(workflow(steps), { signal: abort.signal });
      });
      const ended = await Promise.all(runs);
      await chaos.server.idle();
      isHealed = true;
      for (const { result, events } of ended) {
        expectOrderly(events);
        const [first, second] = result.steps;
        if (first?.error !== 'Run aborted') continue; // it had ended by itself before
        expect(result).toMatchObject({ aborted: true, status: 'failed' });
        expect(second).toMatchObject({ status: 'skipped', error: 'Run aborted' });
        const resumed = await (await chaos.host.runs.resume(result.runId)).result;
        expect(resumed).toMatchObject({ aborted: false, status: 'completed', text: ANSWER_TEXT });
      }
    },
    PATIENCE_MS,
  );
});
