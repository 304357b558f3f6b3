import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/lib/json';
import { httpError } from '../../support/modelServer/faults';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { type Finished, Machine } from './commandLine';

/** A run whose first step starts a run, whose step starts another; its second step starts one, too. */
const innermost = { name: 'innermost', steps: [{ id: 'deep', prompt: 'DEEP' }] };
const inner: Json = {
  name: 'inner',
  steps: [
    { id: 'work', prompt: 'WORK', tools: ['run_workflow'] },
    { id: 'fail', prompt: 'FAIL', dependsOn: ['work'] },
  ],
};
const outer = {
  name: 'outer',
  steps: [
    { id: 'lead', prompt: 'LEAD', tools: ['run_workflow'] },
    { id: 'ask', prompt: 'ASK', dependsOn: ['lead'], tools: ['run_workflow'] },
  ],
};

let server: ModelServer;
let machine: Machine;
let watched: Finished;
let runId: string;

beforeAll(async () => {
  server = await startModelServer({
    script: byPrompt(
      ['LEAD', turns(toolUse('run_workflow', { definition: inner }), text('led'))],
      ['WORK', turns(toolUse('run_workflow', { definition: innermost }), text('worked'))],
      ['FAIL', httpError(400, 'invalid_request_error', 'no')],
      ['ASK', turns(toolUse('run_workflow', { definition: innermost }), text('asked'))],
      ['DEEP', text('done')],
    ),
  });
  machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('outer.json', outer);
  watched = await machine.run('run', file, '--permission-mode', 'bypassPermissions', '--json');
  expect(watched.status, watched.err).toBe(0);
  runId = JSON.parse(watched.out).runId;
});
afterAll(async () => {
  machine[Symbol.dispose]();
  await server.close();
});

describe('runs that steps of a run started', () => {
  it('are shown below the step, each with its steps', async () => {
    const { out } = await machine.run('runs', 'show', runId);
    const table = out.slice(out.indexOf('STEP '), out.indexOf('\n\n', out.indexOf('STEP ')));
    const cells = table.split('\n').map((line) => line.split(/ {2,}/).filter((cell) => !/^\d+\.\d s$/.test(cell)));
    const indents = table.split('\n').map((line) => line.search(/\S/));
    expect(cells.map((row, index) => [indents[index], ...row.filter((cell) => cell !== '').slice(0, 2)])).toEqual([
      [0, 'STEP', 'STATUS'],
      [0, 'lead', 'completed'],
      [2, 'run inner', 'partial'],
      [4, 'work', 'completed'],
      [6, 'run innermost', 'completed'],
      [8, 'deep', 'completed'],
      [4, 'fail', 'failed'],
      [0, 'ask', 'completed'],
      [2, 'run innermost', 'completed'],
      [4, 'deep', 'completed'],
    ]);
    expect(table).toMatch(/^ {2}run inner .* run_\w+$/m);
  });

  it('are printed while it is watched, indented', () => {
    const said = watched.err.split('\n').map((line) => line.replace(/ in \d.*$/, ''));
    const order = [
      'lead: started',
      '  inner: started, 2 steps',
      '  inner › work: started',
      '    innermost: started, 1 step',
      '    innermost › deep: completed',
      '    innermost: completed',
      '  inner › fail: failed',
      '  inner: partial',
    ];
    const times = order.map((line) => said.filter((each) => each.startsWith(line)).length);
    expect(times).toEqual(order.map(() => 1));
    expect(said.filter((each) => each === '  innermost: completed')).toHaveLength(1);
    expect(JSON.parse(watched.out).workflowName).toBe('outer');
  });

  it('are in the JSON of the run, and each can be shown by its id', async () => {
    const shown = JSON.parse((await machine.run('runs', 'show', runId, '--json')).out);
    expect(shown.childRuns).toMatchObject([
      {
        stepId: 'lead',
        workflowName: 'inner',
        status: 'partial',
        steps: [
          { id: 'work', status: 'completed', text: 'worked' },
          { id: 'fail', status: 'failed' },
        ],
        childRuns: [{ stepId: 'work', workflowName: 'innermost', steps: [{ id: 'deep' }], childRuns: [] }],
      },
      { stepId: 'ask', workflowName: 'innermost', status: 'completed' },
    ]);
    expect((await machine.run('runs', 'show', shown.childRuns[0].runId)).out).toMatch(/^inner · partial/);
  });

  it('are listed below it when they are asked for, and not otherwise', async () => {
    const name = (line: string) => line.replace(/^( *)run_\w+ +(\w+).*$/, '$1$2');
    const names = (out: string) => out.split('\n').slice(1).map(name);
    expect(names((await machine.run('runs', 'list')).out)).toEqual(['outer', '']);
    expect(names((await machine.run('runs', 'list', '--children')).out)).toEqual(['outer', '  inner', '    innermost', '  innermost', '']);
    expect(JSON.parse((await machine.run('runs', 'list', '--children', '--json')).out)).toMatchObject([
      {
        runId,
        childRuns: [
          { stepId: 'lead', childRuns: [{ stepId: 'work' }] },
          { stepId: 'ask', childRuns: [] },
        ],
      },
    ]);
  });
});

it('a run that an agent of a step started is shown below that step', async () => {
  const check = { name: 'check', steps: [{ id: 'look', prompt: 'LOOK' }] };
  await using test = await startTestSdk(
    byPrompt(
      ['LEAD', turns(toolUse('task', { agent: 'bot', prompt: 'HELP' }), text('led'))],
      ['HELP', turns(toolUse('run_workflow', { workflow: 'check' }), text('helped'))],
      ['LOOK', text('seen')],
    ),
    { agents: [{ name: 'bot', description: 'Helps', workflows: [check] }], permissionMode: 'bypassPermissions' },
  );
  const { runId: id } = await test.sdk.workflow.run({ name: 'outer', steps: [{ id: 'lead', prompt: 'LEAD', tools: ['task'] }] });
  const shown = JSON.parse((await machine.run('runs', 'show', id, '--json', '--db', test.database)).out);
  expect(shown.childRuns).toMatchObject([{ stepId: 'lead', workflowName: 'check', steps: [{ id: 'look', text: 'seen' }] }]);
});
