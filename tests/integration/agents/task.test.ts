import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { sessionsWithin } from '../../../electron/host/lineage';
import { type AgentSdkOptions, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult, offeredTools, requestsOf } from './requests';

const version = tool({ name: 'version', description: 'The version', inputSchema: z.object({}), isReadOnly: true }, () => '1.2.3');

const releaseCheck = {
  name: 'release-check',
  description: 'Checks a release',
  parameters: { BRANCH: { type: 'string' as const, required: true } },
  steps: [{ id: 'check', prompt: 'Check $BRANCH', mode: 'single' as const }],
};

const releaseBot = {
  name: 'release-bot',
  description: 'Automated release checklist runner',
  systemPrompt: 'Be brief.',
  model: 'bot-model',
  tools: [version],
  workflows: [releaseCheck],
};

const task = (prompt: string, agent = 'release-bot') => toolUse('task', { agent, prompt });
const options: AgentSdkOptions = { agents: [releaseBot], permissionMode: 'bypassPermissions' };

describe('a task that was cut off with its host', () => {
  it('goes on in the session it has, and the one who handed it over gets its answer', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Release it', turns(task('Check main'), text('Released.'))],
        ['Check main', turns(toolUse('version', {}), text('Ready: 1.2.3'))],
      ),
      options,
    );
    const { sessionId } = await test.sdk.run('Release it');
    await test.sdk.close();
    const host = await createHost({ database: test.database, workDir: test.workDir, ...hostOptions(test.server.url) });
    try {
      const { store } = host;
      const [made] = sessionsWithin(store.sessions, sessionId);
      // As a SIGKILL leaves it: the agent has called its tool, nothing else is stored.
      for (const id of [sessionId, made?.id ?? '']) {
        const call = store.sessions.messages(id).find(({ role }) => role === 'assistant');
        await store.sessions.moveHead(id, { headId: call?.id ?? null });
      }
      const { text: answer } = await host.sessions.continueTurn(sessionId);
      expect(answer).toBe('Released.');
      expect(lastResult(requestsOf(test.server.requests, 'Release it').at(-1))).toEqual({ text: 'Ready: 1.2.3', isError: false });
      expect(requestsOf(test.server.requests, 'Check main')).toHaveLength(3); // the answer alone is asked for again
      expect(store.sessions.overview()).toHaveLength(2);
    } finally {
      await host.close();
    }
  });

  it('is simply handed over where it had not come to have a session', async () => {
    await using test = await startTestSdk(
      byPrompt(['Release it', turns(task('Check main'), text('Released.'))], ['Check main', text('Ready')]),
      options,
    );
    const { sessionId } = await test.sdk.run('Release it');
    await test.sdk.close();
    const host = await createHost({ database: test.database, workDir: test.workDir, ...hostOptions(test.server.url) });
    try {
      const { store } = host;
      const [made] = sessionsWithin(store.sessions, sessionId);
      await store.sessions.delete([made?.id ?? '']);
      const call = store.sessions.messages(sessionId).find(({ role }) => role === 'assistant');
      await store.sessions.moveHead(sessionId, { headId: call?.id ?? null });
      await host.sessions.continueTurn(sessionId);
      expect(lastResult(requestsOf(test.server.requests, 'Release it').at(-1))).toEqual({ text: 'Ready', isError: false });
    } finally {
      await host.close();
    }
  });
});

/** The same agents, at the port below the library. */
const hostOptions = (baseURL: string) => ({
  environment: { ANTHROPIC_BASE_URL: baseURL },
  tools: [version],
  agents: [{ ...releaseBot, tools: ['version'] }],
});

describe('agents (chapter 7, “Embedded in a subagent”)', () => {
  it('work in a session of their own with their own prompt, model, tools and workflows, and give back their answer', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Release it', turns(task('Check main'), text('Released.'))],
        [
          'Check main',
          turns(
            toolUse('version', {}),
            toolUse('run_workflow', { workflow: 'release-check', params: { BRANCH: 'trunk' } }),
            text('Ready: 1.2.3'),
          ),
        ],
        ['Check trunk', text('trunk is fine')],
      ),
      { ...options, model: 'usual-model' },
    );
    const reply = await test.sdk.run('Release it');

    expect(reply).toMatchObject({ text: 'Released.', toolCalls: ['task'] });
    const [first, second] = requestsOf(test.server.requests, 'Release it');
    expect(offeredTools(first)).toEqual(['bash', 'edit', 'glob', 'grep', 'read', 'task', 'write']);
    expect(first?.body.tools?.find(({ name }) => name === 'task')?.description).toContain(
      '- release-bot: Automated release checklist runner',
    );
    expect(lastResult(second)).toEqual({ text: 'Ready: 1.2.3', isError: false });
    const [asked, , told] = requestsOf(test.server.requests, 'Check main');
    expect(asked?.body).toMatchObject({ model: 'bot-model', system: 'Be brief.' });
    expect(offeredTools(asked)).toEqual(expect.arrayContaining(['version', 'run_workflow']));
    expect(lastResult(told).text).toContain('## check (completed)\ntrunk is fine');
    const made = (await test.sdk.sessions.list()).find(({ metadata }) => metadata.agent === 'release-bot');
    expect(made).toMatchObject({ title: 'release-bot: Check main', metadata: { parentSessionId: reply.sessionId } });
  });

  it('inherit what they leave out, and have their description for a role', async () => {
    await using test = await startTestSdk(byPrompt(['Go', turns(task('Do', 'helper'), text('ok'))], ['Do', text('done')]), {
      agents: [{ name: 'helper', description: 'Helps out' }],
      model: 'usual-model',
      systemPrompt: 'Speak French.',
    });
    await test.sdk.run('Go', { permissionMode: 'bypassPermissions', model: 'turn-model' });
    const [asked] = requestsOf(test.server.requests, 'Do');
    expect(asked?.body).toMatchObject({ model: 'turn-model', system: 'Speak French.\n\nYou are the agent "helper": Helps out' });
  });

  it('never may do more than who calls them: tools are what both may use, and the permission mode is the caller’s', async () => {
    await using test = await startTestSdk(
      byPrompt(['Go', turns(task('Do'), text('ok'))], ['Do', turns(toolUse('write', { file_path: 'a', content: '' }), text('done'))]),
      { agents: [{ ...releaseBot, allowedTools: ['read', 'write', 'bash'] }], permissions: { allow: ['task'] } },
    );
    await test.sdk.run('Go', { allowedTools: ['Write', 'task', 'glob'] });
    const [asked, denied] = requestsOf(test.server.requests, 'Do');
    expect(offeredTools(asked)).toEqual(['write']);
    expect(lastResult(denied)).toMatchObject({ isError: true, text: expect.stringContaining('Permission denied') });
  });

  it('report to the model what goes wrong: an agent there is not, and one that fails', async () => {
    await using test = await startTestSdk(
      byPrompt(['Go', turns(task('Do', 'nobody'), task('Do'), text('ok'))], ['Do', { ...text('{}'), status: 401, body: '{}' }]),
      options,
    );
    await test.sdk.run('Go');
    const [, unknown, failed] = requestsOf(test.server.requests, 'Go').map(lastResult);
    expect(unknown).toMatchObject({ isError: true, text: expect.stringContaining('release-bot') });
    expect(failed).toMatchObject({ isError: true, text: expect.stringContaining('key') });
  });

  it('call each other at most 3 deep', async () => {
    await using test = await startTestSdk(
      byPrompt(['Pass it on', (request) => (request.body.messages.length === 1 ? task('Pass it on') : text(lastResult(request).text))]),
      options,
    );
    const reply = await test.sdk.run('Pass it on');
    expect(requestsOf(test.server.requests, 'Pass it on')).toHaveLength(8);
    expect(reply.text).toContain('already 3 levels of work within work');
  });

  it('end within 2 s when the turn that waits for them is stopped', async () => {
    await using test = await startTestSdk(byPrompt(['Go', turns(task('Do'))], ['Do', { ...text(''), stallAfter: 0 }]), {
      ...options,
      sessionManager: { maxConcurrentActive: 1 },
    });
    const abort = new AbortController();
    const turn = test.sdk.run('Go', { signal: abort.signal });
    turn.catch(() => {});
    await expect.poll(() => requestsOf(test.server.requests, 'Do').length).toBe(1);
    const started = performance.now();
    abort.abort();
    await expect(turn).rejects.toMatchObject({ code: 'ABORTED' });
    await test.server.idle();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('are refused at the start, with everything that is wrong with them', async () => {
    const broken = { ...releaseCheck, steps: [] };
    await using test = await startTestSdk(text('never asked'));
    const opening = test.open({
      agents: [
        { name: 'a', description: '' },
        { name: 'A', description: '', workflows: [broken, releaseCheck, releaseCheck] },
      ],
    });
    await expect(opening).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(
        /Two agents are called a;[\s\S]*two workflows called "release-check"[\s\S]*"release-check" of the agent A: \$\.steps/,
      ),
    });
    await expect(test.open({ agents: [{ name: 'no name', description: '' }] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});
