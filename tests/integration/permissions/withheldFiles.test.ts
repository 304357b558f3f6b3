import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '../../../shared/lib/json';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startAttendedHost } from './attendedHost';

test.each<[rule: string, tool: string, input: { readonly [name: string]: Json }, isSeen: boolean]>([
  ['grep(secret/**)', 'grep', { pattern: 'KEPT|SEEN' }, true],
  ['grep(secret/**)', 'grep', { pattern: 'KEPT|SEEN', path: '.' }, true],
  ['read(secret/**)', 'grep', { pattern: 'KEPT|SEEN', path: '.' }, true],
  ['read(**/key)', 'grep', { pattern: 'KEPT|SEEN', path: '.' }, true],
  ['grep(secret/**)', 'grep', { pattern: 'KEPT', path: 'secret' }, false],
  ['read(secret/**)', 'grep', { pattern: 'KEPT', path: 'secret/key' }, false],
  ['glob(secret/**)', 'glob', { pattern: '{secret,open}/*' }, true],
  ['glob(secret/**)', 'glob', { pattern: '**/*' }, true],
  ['read(secret/**)', 'glob', { pattern: 'link/*' }, false],
  ['read(secret)', 'grep', { pattern: 'KEPT|SEEN' }, true],
  ['read(secret/)', 'glob', { pattern: '**/*' }, true],
  ['read({secret,other}/*)', 'grep', { pattern: 'KEPT|SEEN' }, true],
  ['read(<work directory>/secret)', 'grep', { pattern: 'KEPT|SEEN' }, true],
])('deny %s keeps the file from %s %j', async (rule, tool, input, isSeen) => {
  await using at = await startAttendedHost(turns(toolUse(tool, input), text('done')));
  for (const folder of ['secret', 'open']) mkdirSync(join(at.workDir, folder));
  writeFileSync(join(at.workDir, 'secret/key'), 'KEPT FROM YOU\n');
  writeFileSync(join(at.workDir, 'open/SEEN.txt'), 'SEEN BY ALL\n');
  symlinkSync('secret', join(at.workDir, 'link'));
  const { runId } = await at.client.runs.start({
    definition: workflow([step('look')]),
    permissions: { deny: [rule.replace('<work directory>', at.workDir)] },
  });
  await at.eventsOf(runId);
  const [answer] = JSON.stringify(at.model.requests[1]?.body.messages).match(/"tool_result".*/) ?? [''];
  expect(answer).not.toMatch(/KEPT FROM YOU|secret\/key|link\/key/);
  expect(answer.includes('SEEN')).toBe(isSeen);
});
