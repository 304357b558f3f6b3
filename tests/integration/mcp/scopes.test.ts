import { describe, expect, it } from 'vitest';
import { text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';
import { offeredTools, requestsOf } from '../agents/requests';
import { faulty } from './support';

const permissions = { allow: ['*'] };
const named = (name: string) => faulty('sound', '', { name });
const ofServers = (tools: readonly string[]) => tools.filter((tool) => tool.includes('__work'));

describe('MCP servers', () => {
  it('of the workflow are offered to each step that may use them, beside its own and those of everyone', async () => {
    await using test = await startTestSdk(text('done'), { permissions, mcpServers: [named('everyones')] });
    const result = await test.sdk.workflow.run({
      name: 'W',
      mcpServers: [named('shared'), named('Replaced')],
      steps: [
        { id: 'a', prompt: 'plain' },
        { id: 'b', prompt: 'own', mcpServers: [named('replaced'), named('own')] },
        { id: 'c', prompt: 'restricted', allowedTools: ['read', 'shared__work'] },
        { id: 'd', prompt: 'none', allowedTools: ['read', 'everyones__*'] },
      ],
    });
    expect(result.steps.map(({ status }) => status)).toEqual(Array(4).fill('completed'));
    const offered = (prompt: string) => ofServers(offeredTools(requestsOf(test.server.requests, prompt)[0]));
    expect(offered('plain')).toEqual(['Replaced__work', 'everyones__work', 'shared__work']);
    expect(offered('own')).toEqual(['everyones__work', 'own__work', 'replaced__work', 'shared__work']);
    expect(offered('restricted')).toEqual(['shared__work']);
    expect(offered('none')).toEqual(['everyones__work']);
    // What goes on later, goes on with them.
    const [plain] = await test.sdk.sessions.list({ search: 'W/a' });
    expect(plain?.settings.mcpServers?.map(({ name }) => name)).toEqual(['shared', 'Replaced']);
  });

  it('of a workflow that nobody here wrote are agreed to first, and fail the step that would use them otherwise', async () => {
    await using test = await startTestSdk(text('done'), { permissions });
    const definition = test.sdk.workflow
      .define('Imported')
      .mcpServers([named('theirs')])
      .step('a', undefined, 'Go')
      .build();
    expect(definition.mcpServers).toEqual([named('theirs')]);
    const { createHost } = await import('../../../electron/host/createHost');
    const host = await createHost({ database: ':memory:', workDir: test.workDir, environment: { ANTHROPIC_BASE_URL: test.server.url } });
    const { steps } = await (await host.runs.start({ definition })).result;
    await host.close();
    expect(steps[0]).toMatchObject({ status: 'failed', error: expect.stringMatching(/nobody has agreed[\s\S]*--allow-mcp [0-9a-f]{64}/) });
    expect(test.server.requests).toHaveLength(0);
    expect((await test.sdk.workflow.run(definition)).status).toBe('completed');
  });
});
