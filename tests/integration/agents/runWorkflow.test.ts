import { describe, expect, it } from 'vitest';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { lastResult, offeredTools, requestsOf } from './requests';

const orchestrator = { title: 'Orchestrator', tools: ['run_workflow'], permissionMode: 'bypassPermissions' as const };

const twoSteps = {
  name: 'survey',
  parameters: { AREA: { type: 'string', required: true } },
  steps: [
    { id: 'look', description: 'Look', prompt: 'Look at $AREA', allowedTools: ['read'] },
    { id: 'sum', description: 'Sum up', prompt: 'Sum up: $steps.look.text', dependsOn: ['look'], mode: 'single' },
  ],
};

const order = (definition: object, params = {}) => toolUse('run_workflow', JSON.parse(JSON.stringify({ definition, params })));
const stepSessions = async ({ sdk }: TestSdk) => (await sdk.sessions.list()).filter(({ metadata }) => metadata.runId !== undefined);

describe('run_workflow', () => {
  it('gives the model every problem of its definition at once, so that it corrects them and the corrected one runs', async () => {
    const broken = { name: '', steps: [{ id: 'a', description: '', prompt: '', dependsOn: ['b'], allowedTools: ['reed'] }] };
    await using test = await startTestSdk(
      byPrompt(
        ['Survey the folder', turns(order(broken), order(twoSteps, { AREA: 'src' }), text('All is well.'))],
        ['Look at src', text('Three files.')],
        ['Sum up: Three files.', text('It is small.')],
      ),
    );
    const session = await test.sdk.createSession(orchestrator);
    const reply = await session.send('Survey the folder');

    expect(reply).toMatchObject({ text: 'All is well.', toolCalls: ['run_workflow', 'run_workflow'] });
    const [, afterFirst, afterSecond] = requestsOf(test.server.requests, 'Survey the folder');
    const refusal = lastResult(afterFirst);
    expect(refusal.isError).toBe(true);
    const problems: { code: string; path: string; message: string }[] = JSON.parse(refusal.text.slice(refusal.text.indexOf('[')));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'empty_name $.name',
      'empty_prompt $.steps[0].prompt',
      'unknown_dependency $.steps[0].dependsOn[0]',
      'unknown_tool $.steps[0].allowedTools[0]',
    ]);
    expect(problems.every(({ message }) => message.length > 10)).toBe(true);
    const result = lastResult(afterSecond);
    expect(result.isError).toBe(false);
    expect(result.text).toMatch(
      /^Workflow "survey" completed: 2 of 2 steps completed in \d+ ms \(run run_\w+\)\.\n\n## look \(completed\)\nThree files\.\n\n## sum \(completed\)\nIt is small\.$/,
    );
  });

  it('tells the model which parameters do not fit, and what a failed step said', async () => {
    const failing = { name: 'survey', steps: [{ id: 'only', description: '', prompt: 'Break', mode: 'single' }] };
    await using test = await startTestSdk(
      byPrompt(['Go', turns(order(twoSteps, { OTHER: 1 }), order(failing), text('ok'))], ['Break', toolUse('bash', { command: 'true' })]),
    );
    await (await test.sdk.createSession(orchestrator)).send('Go');
    const [, afterParameters, afterFailure] = requestsOf(test.server.requests, 'Go').map((request) => request && lastResult(request));
    expect(afterParameters).toMatchObject({ isError: true, text: expect.stringMatching(/"undeclared"[\s\S]*OTHER[\s\S]*AREA/) });
    expect(afterFailure).toMatchObject({ isError: true, text: expect.stringContaining('## only (failed)\nThe model called bash') });
  });

  it('tells the model what is wrong with the parameters beside what is wrong with the definition', async () => {
    const broken = { ...twoSteps, steps: [{ id: 'look', description: '', prompt: '$AREA', dependsOn: ['none'] }] };
    await using test = await startTestSdk(
      byPrompt(['Go', turns(order(broken, { OTHER: 1 }), order({ ...broken, parameters: [] }, { OTHER: 1 }), text('ok'))]),
    );
    await (await test.sdk.createSession(orchestrator)).send('Go');
    const told = requestsOf(test.server.requests, 'Go')
      .slice(1)
      .map((request) => {
        const { text: refusal } = lastResult(request);
        const problems: { severity: string; code: string }[] = JSON.parse(refusal.slice(refusal.indexOf('[')));
        return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      });
    expect(told).toEqual([
      ['unknown_dependency', 'undeclared', 'missing'],
      expect.arrayContaining(['invalid_shape', 'unknown_dependency']),
    ]);
    expect(await stepSessions(test)).toEqual([]);
  });

  it('is offered only to who names it, and runs only what its permission mode lets run', async () => {
    await using test = await startTestSdk(byPrompt(['Plain', text('ok')], ['Ask', turns(order(twoSteps, { AREA: 'x' }), text('ok'))]));
    await test.sdk.run('Plain');
    await test.sdk.run('Ask', { allowedTools: ['Run_Workflow', 'read'] });
    expect(offeredTools(requestsOf(test.server.requests, 'Plain')[0])).not.toContain('run_workflow');
    const [asked, denied] = requestsOf(test.server.requests, 'Ask');
    expect(offeredTools(asked)).toEqual(['read', 'run_workflow']);
    expect(lastResult(denied)).toMatchObject({ isError: true, text: expect.stringContaining('Permission denied') });
    expect(await stepSessions(test)).toEqual([]);
  });

  it('asks nobody about what is wrong: the model is given the problems first, whatever the permission mode', async () => {
    const asked: string[] = [];
    const broken = { name: 'survey', steps: [{ id: 'a', description: '', prompt: '', dependsOn: ['a'] }] };
    await using test = await startTestSdk(
      byPrompt([
        'Go',
        turns(order(broken), order(twoSteps), toolUse('run_workflow', { workflow: 'none' }), order(twoSteps, { AREA: 'x' }), text('ok')),
      ]),
      {
        requestPermission: async ({ tool }) => {
          asked.push(tool.name);
          return { state: 'denied', reason: 'not today' };
        },
      },
    );
    await test.sdk.run('Go', { allowedTools: ['run_workflow', 'read'] });
    const told = requestsOf(test.server.requests, 'Go')
      .slice(1)
      .map((request) => lastResult(request).text);
    expect(told).toEqual([
      expect.stringMatching(/empty_prompt[\s\S]*self_dependency/),
      expect.stringMatching(/"missing"[\s\S]*AREA/),
      expect.stringContaining('There is no workflow "none"'),
      expect.stringContaining('Permission denied: not today'),
    ]);
    expect(asked).toEqual(['run_workflow']);
  });

  it('gives no step a tool that the session may not use itself, whatever the definition says', async () => {
    const greedy = { name: 'survey', steps: [{ id: 'all', description: '', prompt: 'Use everything' }] };
    const forbidden = { name: 'survey', steps: [{ id: 'sh', description: '', prompt: 'Use the shell', allowedTools: ['bash'] }] };
    await using test = await startTestSdk(
      byPrompt(['Go', turns(order(forbidden), order(greedy), text('ok'))], ['Use everything', text('done')]),
    );
    await test.sdk.run('Go', { allowedTools: ['read', 'run_workflow'], permissionMode: 'bypassPermissions' });
    const [, afterForbidden] = requestsOf(test.server.requests, 'Go');
    expect(lastResult(afterForbidden).text).toMatch(/unknown_tool[\s\S]*There is no tool \\"bash\\"/);
    expect(offeredTools(requestsOf(test.server.requests, 'Use everything')[0])).toEqual(['read', 'run_workflow']);
  });

  it('refuses what only people may bring: server commands, folders of skills, and more steps than anyone can follow', async () => {
    const steps = Array.from({ length: 51 }, (_, index) => ({ id: `s${index}`, description: '', prompt: 'x' }));
    const mcpServers = [{ name: 'm', command: 'rm' }];
    const bringing = { ...steps[0], mcpServers, skillDirectories: ['/etc'] };
    await using test = await startTestSdk(turns(order({ name: 'survey', mcpServers, steps: [bringing, ...steps.slice(1)] }), text('ok')));
    await (await test.sdk.createSession(orchestrator)).send('Go');
    const { text: told } = lastResult(test.server.requests[1]);
    expect(told).toContain('51 steps are too many: at most 50');
    expect(told).toContain('$.mcpServers');
    expect(told).toContain('$.steps[0].mcpServers');
    expect(told).toContain('$.steps[0].skillDirectories');
    expect(await stepSessions(test)).toEqual([]);
  });

  it('takes a definition that the model wrote as text, and null for what it leaves out', async () => {
    const asText = toolUse('run_workflow', { definition: JSON.stringify(twoSteps), workflow: null, params: { AREA: 'src' } });
    const notJson = toolUse('run_workflow', { definition: '{ name: }' });
    await using test = await startTestSdk(
      byPrompt(['Go', turns(notJson, asText, text('ok'))], ['Look at src', text('Seen.')], ['Sum up', text('Small.')]),
    );
    await (await test.sdk.createSession(orchestrator)).send('Go');
    const [, afterBroken, afterText] = requestsOf(test.server.requests, 'Go').map((request) => lastResult(request));
    expect(afterBroken).toMatchObject({ isError: true, text: expect.stringContaining('invalid_shape') });
    expect(afterText).toMatchObject({ isError: false, text: expect.stringContaining('## sum (completed)\nSmall.') });
  });

  it('takes parameters that the model wrote as text, and says in a sentence what is wrong with other texts', async () => {
    const given = (params: string | number[]) => order(twoSteps, params);
    const wrong = ['{ AREA: src }', '["src"]', 'null', [1], '{"AREA": 12345678901234567890}'];
    await using test = await startTestSdk(
      byPrompt(
        ['Go', turns(...wrong.map(given), given('{"AREA": "src", "__proto__": {}}'), given('{"AREA": "src"}'), text('ok'))],
        ['Look at src', text('Seen.')],
        ['Sum up', text('Small.')],
      ),
    );
    await (await test.sdk.createSession(orchestrator)).send('Go');
    const told = requestsOf(test.server.requests, 'Go').slice(1).map(lastResult);
    const noObject =
      'The "params" must be a JSON object of parameter names and values, such as {"BRANCH": "main"}, or left out. Nothing was run.';
    expect(told.slice(0, wrong.length)).toEqual(
      [
        'The "params" are not usable JSON. Line 1, column 3: a name in double quotes or "}" was expected, but there is "AREA:". Nothing was run.',
        noObject,
        noObject,
        noObject,
        'In "params", 12345678901234567890 is beyond what a number keeps exactly: write it in double quotes, as a text. Nothing was run.',
      ].map((sentence) => ({ text: sentence, isError: true })),
    );
    expect(told.at(-2)).toMatchObject({ isError: true, text: expect.stringMatching(/"undeclared"[\s\S]*__proto__/) });
    expect(told.at(-1)).toMatchObject({ isError: false, text: expect.stringContaining('## sum (completed)\nSmall.') });
  });

  it('is at most 3 deep: the fourth level is refused with a sentence, and the three above it complete', async () => {
    const inner = { name: 'nested', steps: [{ id: 'down', description: '', prompt: 'Go deeper', tools: ['run_workflow'] }] };
    await using test = await startTestSdk(
      byPrompt([/Go deeper/, (request) => (request.body.messages.length === 1 ? order(inner) : text(lastResult(request).text))]),
    );
    const reply = await (await test.sdk.createSession(orchestrator)).send('Go deeper');
    expect(reply.text.match(/Workflow "nested" completed/g)).toHaveLength(3);
    expect(reply.text).toContain('already 3 levels of work within work');
  });

  it('starts at most 20 runs in one session', async () => {
    const one = { name: 'survey', steps: [{ id: 's', description: '', prompt: 'Step', mode: 'single' }] };
    await using test = await startTestSdk(
      byPrompt(
        ['Again and again', (request) => (request.body.messages.length < 43 ? order(one) : text(lastResult(request).text))],
        ['Step', text('ok')],
      ),
    );
    const reply = await (await test.sdk.createSession(orchestrator)).send('Again and again');
    expect(requestsOf(test.server.requests, 'Step')).toHaveLength(20);
    expect(reply.text).toContain('has started 20 workflows, which is the most there can be');
  });
});
