import { describe, expect, it } from 'vitest';
import { type AgentSdk, createAgentSdk, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

/** What callers without types, or with a slip, may do. */
const workflow = { name: 'w', steps: [{ id: 'a', prompt: 'go' }] };
type Loose<T> = (...given: unknown[]) => Promise<T>;
/** The library as JavaScript sees it: its own types forbid all of this. */
type Untyped = {
  readonly run: Loose<unknown>;
  readonly createSession: Loose<{ readonly send: Loose<unknown> }>;
  readonly workflow: { readonly run: Loose<{ readonly runId: string }>; readonly resume: Loose<unknown> };
  readonly parallel: Loose<unknown>;
  readonly race: Loose<unknown>;
};
const untyped = (sdk: AgentSdk): Untyped => sdk as unknown as Untyped;

const untypedTool = tool as unknown as (...given: unknown[]) => unknown;
const untypedCreate = createAgentSdk as unknown as Loose<unknown>;

const slips: readonly [string, (sdk: Untyped) => Promise<unknown>][] = [
  ['a prompt that is missing', (sdk) => sdk.run()],
  ['a blank prompt', (sdk) => sdk.run(' \n')],
  ['a message that is no text', async (sdk) => (await sdk.createSession()).send(5)],
  ['a tool that is none', (sdk) => sdk.createSession({ tools: [{}] })],
  ['a listener that is none', (sdk) => sdk.run('go', { onEvent: 5 })],
  ['an approver that is none', (sdk) => sdk.workflow.run(workflow, {}, { requestPermission: true })],
  ['a tool without a schema', async () => untypedTool({ name: 'own', description: 'Mine' }, () => 'done')],
  [
    'a tool with a schema of another kind',
    async () => untypedTool({ name: 'own', description: 'Mine', inputSchema: { type: 'object' } }, () => 'done'),
  ],
  ['a tool without a function', async () => untypedTool({ name: 'own', description: 'Mine', inputSchema: z.object({}) })],
  ['a tool that is nothing at all', async () => untypedTool()],
  ['agents that are none', async () => untypedCreate({ agents: 5 })],
  ['an agent without a name', async () => untypedCreate({ agents: [{ description: 'Helps' }] })],
  ['an agent whose tools are none', async () => untypedCreate({ agents: [{ name: 'helper', description: 'Helps', tools: 5 }] })],
  ['no options', async () => untypedCreate(5)],
  ['no options to go on with', async (sdk) => sdk.workflow.resume((await sdk.workflow.run(workflow)).runId, null)],
  ['tools to go on with that are none', async (sdk) => sdk.workflow.resume((await sdk.workflow.run(workflow)).runId, { tools: 'x' })],
];

describe('the library answers with a sentence', () => {
  it.each(slips)('to %s', async (_what, slip) => {
    await using test = await startTestSdk(text('done'));
    await expect(slip(untyped(test.sdk))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^[A-Z][\s\S]{20,}/),
    });
    const asked = test.server.requests.filter(({ prompt }) => prompt !== 'go');
    expect(asked).toEqual([]);
  });

  it('to promises in place of tasks', async () => {
    await using test = await startTestSdk(text('done'));
    const { parallel, race } = untyped(test.sdk);
    await expect(parallel([Promise.resolve(1)])).rejects.toThrow('an array of functions');
    await expect(parallel(new Array(1))).rejects.toThrow('an array of functions');
    await expect(race(5)).rejects.toThrow('an array of functions');
  });

  it.each<[string, (sdk: AgentSdk) => Promise<unknown>]>([
    ['run', (sdk) => sdk.run('go')],
    ['workflow.run', (sdk) => sdk.workflow.run(workflow)],
    ['workflow.resume', (sdk) => sdk.workflow.resume('run_1')],
    ['sessions.stats', (sdk) => sdk.sessions.stats()],
    ['createSession', (sdk) => sdk.createSession()],
  ])('to %s after close()', async (_name, use) => {
    await using test = await startTestSdk(text('done'));
    await test.sdk.close();
    await expect(use(test.sdk)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('was closed') });
  });
});

it('close() ends what runs, whose result still says so', async () => {
  await using test = await startTestSdk({ ...text(''), stallAfter: 0 });
  const run = test.sdk.workflow.run(workflow);
  await expect.poll(() => test.server.openRequests).toBe(1);
  await test.sdk.close();
  expect(await run).toMatchObject({ aborted: true, status: 'failed', startedWithin: { runs: 0 } });
  await expect.poll(() => test.server.openRequests).toBe(0);
});

describe('a step whose tool is described only', () => {
  const described = { name: 'own', description: 'Mine', inputSchema: { type: 'object' } };
  const definition = { name: 'w', steps: [{ id: 'a', prompt: 'go', tools: ['read', described] }] };

  it('is refused where no tool of that name is registered', async () => {
    await using test = await startTestSdk(text('done'));
    await expect(test.sdk.workflow.run(definition)).rejects.toMatchObject({
      code: 'INVALID_WORKFLOW',
      problems: [{ code: 'unknown_tool', path: '$.steps[0].tools[1]', stepId: 'a' }],
    });
  });

  it('has the registered tool of that name', async () => {
    await using test = await startTestSdk(turns(toolUse('own', {}), text('done')));
    const own = tool({ name: 'Own', description: 'Mine', inputSchema: z.object({}), isReadOnly: true }, () => 'mine');
    const sdk = await test.open({ tools: [own] });
    expect(await sdk.workflow.run(definition)).toMatchObject({ status: 'completed', text: 'done' });
  });
});

it('a workflow with a value that no JSON can hold is refused with its place', async () => {
  await using test = await startTestSdk(text('never'));
  await expect(test.sdk.workflow.run({ ...workflow, note: { big: 5n } })).rejects.toMatchObject({
    name: 'WorkflowValidationError',
    problems: expect.arrayContaining([expect.objectContaining({ code: 'invalid_shape', path: '$.note.big' })]),
  });
});

describe('objects that the caller goes on using while a run starts', () => {
  const prompts = (test: { readonly server: { readonly requests: readonly { readonly prompt: string }[] } }) =>
    test.server.requests.map(({ prompt }) => prompt).sort();

  it('leave each run with the parameters and the definition it was given', async () => {
    await using test = await startTestSdk(text('done'));
    const definition = { name: 'w', parameters: { P: { type: 'string' } }, steps: [{ id: 'a', prompt: '' }] };
    const params: Record<string, unknown> = {};
    const runs = [1, 2, 3].map((turn) => {
      params.P = `value ${turn}`;
      for (const step of definition.steps) step.prompt = `turn ${turn}: $P`;
      return test.sdk.workflow.run(definition, params);
    });
    definition.steps.length = 0;
    expect((await Promise.all(runs)).map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(prompts(test)).toEqual(['turn 1: value 1', 'turn 2: value 2', 'turn 3: value 3']);
  });

  it('leave each run of a builder with its parameters', async () => {
    await using test = await startTestSdk(text('done'));
    const builder = test.sdk.workflow.define('w').param('P', { type: 'json' }).step('a', 'A', 'see $P');
    const params = { P: { turn: 0 } };
    const runs = [1, 2].map((turn) => {
      params.P.turn = turn;
      return builder.run(params);
    });
    await Promise.all(runs);
    expect(prompts(test)).toEqual(['see {"turn":1}', 'see {"turn":2}']);
  });

  it('leave a session with its options', async () => {
    await using test = await startTestSdk(text('done'));
    const options = { title: 'first' };
    const made = test.sdk.createSession(options);
    options.title = 'second';
    expect((await made).title).toBe('first');
  });

  it('are not copied when they are tools: what such an object keeps to itself is its own', async () => {
    await using test = await startTestSdk(turns(toolUse('count', {}), text('done')));
    const counter = {
      name: 'count',
      description: 'Counts',
      inputSchema: { type: 'object' },
      isReadOnly: true,
      calls: 0,
      async execute() {
        this.calls += 1;
        return { content: 'counted', isError: false };
      },
    };
    await test.sdk.workflow
      .define('w')
      .step('a', 'A', 'go', { tools: [counter] })
      .run();
    expect(counter.calls).toBe(1);
  });
});
