import { describe, expect, it } from 'vitest';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { validateWorkflow } from '../../../shared/workflow/validate';
import { step, workflow } from '../../support/builders';

const found = (mcpServers: McpServerDefinition[]) =>
  validateWorkflow(workflow([{ ...step('a'), mcpServers }])).map(({ severity, code, path, stepId }) => [severity, code, path, stepId]);

describe('validateWorkflow warns of', () => {
  it('servers that could not start', () => {
    const servers: McpServerDefinition[] = [
      { name: 'fine', command: 'npx' },
      { name: 'Fine', url: 'https://x.example/mcp' },
      { name: 'not fine', command: ' ' },
      { name: 'far', url: 'ftp://x.example' },
      { name: 'secret', url: '${secret:ADDRESS}' },
    ];
    const at = (place: string) => ['warning', 'invalid_server', `$.steps[0].mcpServers${place}`, 'a'];
    expect(found(servers)).toEqual([at('[1].name'), at('[2].name'), at('[2].command'), at('[3].url')]);
  });

  it('secrets that stand in the workflow itself', () => {
    const servers: McpServerDefinition[] = [
      { name: 'a', command: 'x', env: { GITHUB_TOKEN: 'ghp_1', LEVEL: 'debug', API_KEY: '${secret:KEY}', EMPTY_TOKEN: '' } },
      { name: 'b', url: 'https://x.example', headers: { Authorization: 'Bearer 1', accept: 'text/plain' } },
    ];
    expect(found(servers)).toEqual([
      ['warning', 'plain_secret', '$.steps[0].mcpServers[0].env.GITHUB_TOKEN', 'a'],
      ['warning', 'plain_secret', '$.steps[0].mcpServers[1].headers.Authorization', 'a'],
    ]);
  });

  it('folders of skills in which something is wrong, where that is known', () => {
    const definition = workflow([{ ...step('a'), skillDirectories: ['mine', 'other'] }]);
    const problems = validateWorkflow(definition, {
      skillDirectories: { mine: ['It has no description.', 'It is too large.'], other: [] },
    });
    expect(problems.map(({ code, path, message }) => [code, path, message])).toEqual([
      ['unreadable_skill', '$.steps[0].skillDirectories[0]', 'It has no description.'],
      ['unreadable_skill', '$.steps[0].skillDirectories[0]', 'It is too large.'],
    ]);
    expect(validateWorkflow(definition)).toEqual([]);
  });
});

describe('servers of the workflow itself', () => {
  const withServers = (mcpServers: McpServerDefinition[], allowedTools?: string[]) => ({
    ...workflow([{ ...step('a'), ...(allowedTools && { allowedTools }) }]),
    mcpServers,
  });

  it('are checked like those of a step', () => {
    const servers: McpServerDefinition[] = [
      { name: 'fine', command: 'npx' },
      { name: 'not fine', command: 'npx', env: { GITHUB_TOKEN: 'ghp_1' }, tyop: true },
    ];
    expect(validateWorkflow(withServers(servers)).map(({ severity, code, path }) => [severity, code, path])).toEqual(
      expect.arrayContaining([
        ['warning', 'unknown_key', '$.mcpServers[1].tyop'],
        ['warning', 'invalid_server', '$.mcpServers[1].name'],
        ['warning', 'plain_secret', '$.mcpServers[1].env.GITHUB_TOKEN'],
      ]),
    );
    expect(validateWorkflow(withServers('all' as never)).map(({ code, path }) => [code, path])).toContainEqual([
      'invalid_shape',
      '$.mcpServers',
    ]);
  });

  it('give every step tools that it may name', () => {
    const definition = withServers([{ name: 'files', command: 'npx' }], ['files__read', 'other__read']);
    expect(validateWorkflow(definition, { tools: ['read'] }).map(({ path }) => path)).toEqual(['$.steps[0].allowedTools[1]']);
  });
});
