import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerRequests } from '../../../electron/cli/permissionPrompt';
import { step, workflow } from '../../support/builders';
import { keys } from '../../support/keyboard';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startAttendedHost } from './attendedHost';

test('the terminal shows a request whole and takes one key for an answer', async () => {
  const command = 'touch made; printf "\u001b[2J"';
  await using at = await startAttendedHost(turns(toolUse('bash', { command }), text('done')));
  const lines: string[] = [];
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  const prompt = answerRequests(at.client, keys('x', 'a'), (line) => lines.push(line));
  await at.eventsOf(runId);
  await prompt.end();
  expect(existsSync(join(at.workDir, 'made'))).toBe(true);
  expect(lines.slice(1, 3)).toEqual([
    'sample/make asks to use bash, because it has characters that hide what it does:',
    '  touch made; printf "\\u{1b}[2J"',
  ]);
  // A rule for such a line is not kept, and so is not offered.
  expect(lines[3]).toBe('[a] allow once  [d] deny');
});

test('the terminal shows the rules that always would keep', async () => {
  await using at = await startAttendedHost(turns(toolUse('bash', { command: 'touch made' }), text('done')));
  const lines: string[] = [];
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  const prompt = answerRequests(at.client, keys('a'), (line) => lines.push(line));
  await at.eventsOf(runId);
  await prompt.end();
  expect(lines).toContainEqual(expect.stringMatching(/^\[a\] allow once {2}\[r\] for this run {2}\[w\] always: .* {2}\[d\] deny$/));
});

test('a change of a file is shown as a difference, and can be denied', async () => {
  await using at = await startAttendedHost(
    turns(toolUse('edit', { file_path: 'a.txt', old_string: 'two', new_string: '2' }), text('done')),
  );
  writeFileSync(join(at.workDir, 'a.txt'), 'one\ntwo\nthree\n');
  const lines: string[] = [];
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  const prompt = answerRequests(at.client, keys('d'), (line) => lines.push(line));
  await at.eventsOf(runId);
  await prompt.end();
  expect(lines).toEqual(expect.arrayContaining(['  -two', '  +2']));
  expect(readFileSync(join(at.workDir, 'a.txt'), 'utf8')).toContain('two');
});

test('requests of several steps are asked about one after the other', async () => {
  await using at = await startAttendedHost(
    byPrompt(
      ['one', turns(toolUse('bash', { command: 'touch a' }), text('1'))],
      ['two', turns(toolUse('bash', { command: 'touch b' }), text('2'))],
    ),
  );
  const lines: string[] = [];
  const { runId } = await at.client.runs.start({ definition: workflow([step('one'), step('two')]) });
  const prompt = answerRequests(at.client, keys('a', 'a'), (line) => lines.push(line));
  expect((await at.eventsOf(runId)).at(-1)).toMatchObject({ status: 'completed' });
  await prompt.end();
  expect(lines.filter((line) => line.includes('asks to use bash'))).toHaveLength(2);
});
