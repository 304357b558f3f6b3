import { describe, expect, it } from 'vitest';
import { bringsAlong } from '../../../shared/workflow/bringsAlong';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { step, workflow } from '../../support/builders';

const quiet = { allowedTools: ['read'] };
const brought = (definition: WorkflowDefinition) => bringsAlong(definition).map(({ kind, what, steps }) => [kind, what, ...steps]);

describe('what somebody else’s workflow brings along', () => {
  it('is nothing where it can only read', () => {
    expect(
      brought(workflow([step('a', { allowedTools: ['read', 'glob'] }), step('b', { mode: 'single' }), step('c', { allowedTools: [] })])),
    ).toEqual([]);
  });

  it('is each server with all that it is given, once, with its steps', () => {
    const server = {
      name: 'files',
      command: 'npx',
      args: ['-y', 'some server', '$(touch x)'],
      env: { TOKEN: '${secret:TOKEN}' },
      cwd: '/srv',
    };
    const remote = { name: 'far', url: 'https://far.example/mcp', headers: { authorization: '${secret:KEY}' } };
    const definition = workflow(
      [step('a', { ...quiet, mcpServers: [server] }), step('b', { ...quiet, description: 'Bee', mcpServers: [server] })],
      {
        mcpServers: [remote],
      },
    );
    expect(brought(definition)).toEqual([
      ['server', 'far: https://far.example/mcp, with the header authorization: ${secret:KEY}'],
      ['server', 'files: TOKEN="${secret:TOKEN}" npx -y "some server" "$(touch x)" (in /srv)', 'a', 'Bee'],
    ]);
  });

  it('is folders of skills, tools that change things, and what has no effect here', () => {
    const definition = {
      ...workflow([
        step('a', { ...quiet, skillDirectories: ['../elsewhere'] }),
        step('b', { allowedTools: ['ba*'] }),
        step('c'),
        { ...step('d', quiet), permissionMode: 'bypassPermissions' },
        step('e', { allowedTools: ['*'] }),
      ]),
      workDir: '/',
    };
    expect(brought(definition)).toEqual([
      ['skills', '../elsewhere', 'a'],
      ['tools', 'bash: shell commands', 'b', 'c', 'e'],
      ['tools', 'write: new files and whole files', 'c', 'e'],
      ['tools', 'edit: changes of files', 'c', 'e'],
      ['tools', 'run_workflow: workflows that the model designs', 'e'],
      ['ignored', 'permissionMode: "bypassPermissions"', 'd'],
      ['ignored', 'workDir: "/"'],
    ]);
  });

  it('is a tool by any name that lets steps use it: letter case is ignored, as when they run', () => {
    const definition = workflow([
      step('a', { allowedTools: ['Bash'] }),
      step('b', { allowedTools: ['B*', 'EDIT'] }),
      step('c', { allowedTools: ['WRITE', 'Run_*'] }),
      step('d', { tools: ['Run_Workflow'] }),
      step('e', { tools: [{ name: 'run_workflow', description: '', inputSchema: {} }] }),
    ]);
    expect(brought(definition)).toEqual([
      ['tools', 'bash: shell commands', 'a', 'b', 'd', 'e'],
      ['tools', 'edit: changes of files', 'b', 'd', 'e'],
      ['tools', 'write: new files and whole files', 'c', 'd', 'e'],
      ['tools', 'run_workflow: workflows that the model designs', 'c', 'd', 'e'],
    ]);
  });
});
