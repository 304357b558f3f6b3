import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../electron/engine/ports';
import { systemClock } from '../../../../electron/platform/systemClock';
import { layered } from '../../../support/builders';
import { damage } from '../../../support/damage';
import { overloaded } from '../../../support/modelServer/faults';
import { text } from '../../../support/modelServer/reply';
import type { Script } from '../../../support/modelServer/script';
import { amount, dice, FIRST_SEED } from '../../../support/seeds';
import { expectOrderly, openChaosHost } from '../../durability/chaosHost';
import { sampleRun, sampleWorkflow } from '../samples';
import { openedStore, temporaryFile } from '../support';

const RUNS = amount('STEPGRAPH_CLOCK_RUNS', 8);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Set back, set a year ahead, summer time and back, corrected a little, right. */
const STEPS_MS = [-DAY_MS, 365 * DAY_MS, HOUR_MS, -HOUR_MS, -250, 0, 0] as const;

/** The machine's clock, off by as much as `steps` says at the moment. */
function steppingClock(): Clock & { stepMs: number } {
  const clock = systemClock();
  const stepping = { ...clock, stepMs: 0, now: () => clock.now() + stepping.stepMs };
  return stepping;
}

/** Every second request is turned away once, so that steps wait between attempts. */
const withRetries: Script = ({ number, prompt }) => (number % 2 === 0 ? overloaded() : text(`${prompt} is done`));

function durationsIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (/durationMs|delayMs/.test(name) ? [Number(part)] : durationsIn(part)));
}

describe('a clock that steps (F9)', () => {
  it(`in ${RUNS} runs makes no duration negative and puts nothing out of order`, async () => {
    const clock = steppingClock();
    const rolls = dice(FIRST_SEED);
    const step = () => {
      clock.stepMs = rolls.pick(STEPS_MS);
    };
    const definition = { ...layered(3, 2), steps: layered(3, 2).steps.map((each) => ({ ...each, retries: 3 })) };
    await using chaos = await openChaosHost(withRetries, {
      clock: { ...clock, now: clock.now, sleep: (_, signal) => clock.sleep(1, signal) },
    });
    const begun: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const startedAt = clock.monotonic();
      const { result, events } = await chaos.run(definition, { onEvent: step });
      const took = clock.monotonic() - startedAt;
      begun.unshift(result.runId);
      expectOrderly(events);
      expect(chaos.host.store.events.events(result.runId, 0)).toEqual(events);
      const durations = durationsIn([result, events, chaos.host.store.runs.get(result.runId)]);
      expect(result.status).toBe('completed');
      expect(Math.min(...durations)).toBeGreaterThanOrEqual(0);
      expect(result.durationMs).toBeLessThanOrEqual(took + 1);
    }
    expect(chaos.host.store.runs.list({}).runs.map(({ runId }) => runId)).toEqual(begun);
  });

  it('keeps messages and checkpoints in the order in which they came', async () => {
    const clock = steppingClock();
    await using chaos = await openChaosHost(() => text('Yes.'), { clock });
    const { sessions, store } = chaos.host;
    const settings = { ...SETTINGS, workDir: chaos.workDir };
    const { id } = await sessions.create({ title: 'Stepping', settings });
    const labels: string[] = [];
    for (const [index, stepMs] of STEPS_MS.entries()) {
      clock.stepMs = stepMs;
      await sessions.send(id, `message ${index}`);
      const { label } = await sessions.checkpoints.save(id, `after ${index}`);
      labels.push(label);
    }
    const said = chaos.conversation(id).flatMap(({ role, content }) => (role === 'user' ? [content[0]?.text] : []));
    expect(said).toEqual(STEPS_MS.map((_, index) => `message ${index}`));
    expect(store.sessions.checkpoints(id).map(({ label }) => label)).toEqual(labels);
  });

  it('makes no session idle, closed or prunable when it is set back, and those used afterwards age as usual', async () => {
    const clock = steppingClock();
    await using chaos = await openChaosHost(() => text('Yes.'), { clock, sessionManager: { idleTimeoutMs: HOUR_MS, maxSessions: 2 } });
    const { sessions } = chaos.host;
    const settings = { ...SETTINGS, workDir: chaos.workDir };
    const [before, later] = [await sessions.create({ title: 'before', settings }), await sessions.create({ title: 'later', settings })];
    await sessions.send(before.id, 'just now');
    clock.stepMs = -DAY_MS;
    await sessions.send(later.id, 'after the clock was set back');
    expect(sessions.stats()).toEqual({ total: 2, active: 2, idle: 0, closed: 0 });
    expect(await sessions.closeIdle()).toBe(0);
    expect(await sessions.prune({ olderThan: '1h' })).toBe(0);
    clock.stepMs += 2 * HOUR_MS;
    expect(sessions.prunable({ olderThan: '1h' })).toEqual([later.id]);
    expect(sessions.stateOf(sessions.resume(before.id))).toBe('active');
    expect(await sessions.closeIdle()).toBe(1);
    // Beyond the limit what is closed goes, however its time compares.
    const third = await sessions.create({ title: 'third', settings });
    expect(chaos.host.store.sessions.list({}).map(({ id }) => id)).toEqual(expect.arrayContaining([before.id, third.id]));
  });

  it('lists first the workflow that was saved last', async () => {
    const clock = steppingClock();
    const { workflows } = openedStore(undefined, { clock });
    const names = ['first', 'second', 'third'];
    for (const [index, name] of names.entries()) {
      clock.stepMs = -index * DAY_MS;
      await workflows.create({ ...sampleWorkflow, name });
    }
    expect(workflows.list().map(({ name }) => name)).toEqual(names.toReversed());
  });

  it('that showed next year when a process on another machine was last seen keeps that one alive no longer than usual', async () => {
    const file = temporaryFile();
    const store = openedStore(file);
    await store.runs.create(sampleRun('run_1'));
    damage(file, "UPDATE owners SET host = 'elsewhere', boot = 'another', seen_at = ?", Date.now() + 365 * DAY_MS);
    expect(await store.runs.markInterrupted()).toEqual(['run_1']);
  });
});

const SETTINGS = {
  model: null,
  systemPrompt: '',
  mode: 'react',
  permissionMode: 'default',
  maxTurns: 5,
  provider: 'anthropic',
} as const;
