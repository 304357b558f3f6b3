import { expect, it } from 'vitest';
import { requestWords } from '../../../shared/catalog/requestWords';
import { KNOWN_TOOLS } from '../../../shared/catalog/tools';

it.each([
  ['start_mcp_server', { name: 'files', command: 'npx' }, 'start the MCP server files'],
  ['bash', { command: 'npm test\n  && ls' }, 'run the command npm test && ls'],
  ['bash', { command: `echo ${'x'.repeat(200)}` }, `run the command echo ${'x'.repeat(115)}…`],
  ['write', { file_path: 'src/a.ts' }, 'write src/a.ts'],
  ['edit', { file_path: 'a\u202eb' }, 'change a\\u{202e}b'],
  ['edit', {}, 'change a file'],
  ['run_workflow', {}, 'run a workflow of its own design'],
  ['task', { agent: 'x' }, 'hand work to another agent'],
  ['github__create_issue', {}, 'use create_issue of github'],
  ['mine', null, 'use mine'],
])('says what %s %j wants to do', (tool, input, words) => {
  expect(requestWords(tool, input)).toBe(words);
});

it('has words of its own for every tool there is', () => {
  for (const { name } of KNOWN_TOOLS) expect(requestWords(name, {})).not.toBe(`use ${name}`);
});
