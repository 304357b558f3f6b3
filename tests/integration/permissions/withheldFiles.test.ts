import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withheldFrom } from '../../../electron/tools/permissionRules';
import { readSkill } from '../../../electron/tools/skills/skillFile';
import { createSkillTool } from '../../../electron/tools/skillTool';
import type { Json } from '../../../shared/lib/json';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { lastResult } from '../agents/requests';
import { folder } from '../tools/support';
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

test.each<[rule: string, tool: string, input: { readonly [name: string]: Json }]>([
  ['read(secret/**)', 'grep', { pattern: 'KEPT|SEEN' }],
  ['grep(secret/**)', 'grep', { pattern: 'KEPT|SEEN', path: '.' }],
  ['read(**/key)', 'glob', { pattern: '**/*' }],
  ['glob(secret/**)', 'glob', { pattern: '{secret,open}/*' }],
])('ask %s leaves the file out of %s %j, with a word', async (rule, tool, input) => {
  await using at = await startAttendedHost(turns(toolUse(tool, input), text('done')));
  for (const folder of ['secret', 'open']) mkdirSync(join(at.workDir, folder));
  writeFileSync(join(at.workDir, 'secret/key'), 'KEPT FROM YOU\n');
  writeFileSync(join(at.workDir, 'open/SEEN.txt'), 'SEEN BY ALL\n');
  const { runId } = await at.client.runs.start({
    definition: { ...workflow([step('look')]), permissionMode: 'bypassPermissions' },
    permissions: { ask: [rule] },
  });
  await at.eventsOf(runId);
  const answer = lastResult(at.model.requests[1]).text;
  expect(answer).not.toMatch(/KEPT FROM YOU|secret\/key/);
  expect(answer).toMatch(/SEEN.*some files were left out/s);
});

test('a search that names what a rule asks about is asked for, and then finds it', async () => {
  await using at = await startAttendedHost(turns(toolUse('grep', { pattern: 'KEPT', path: 'secret' }), text('done')));
  mkdirSync(join(at.workDir, 'secret'));
  writeFileSync(join(at.workDir, 'secret/key'), 'KEPT FROM YOU\n');
  const { runId } = await at.client.runs.start({ definition: workflow([step('look')]), permissions: { ask: ['read(secret/**)'] } });
  const [request] = await at.waiting(1);
  await at.client.permissions.answer({ requestId: request?.requestId ?? '', answer: 'once' });
  await at.eventsOf(runId);
  expect(lastResult(at.model.requests[1]).text).toBe('secret/key:1:KEPT FROM YOU');
});

test.each([
  ['read(**/.env)', { file: '.env' }, /A rule keeps \.env/],
  ['read(.claude/**)', { file: 'open.md' }, /A rule keeps open\.md/],
  ['read(**/.env)', { file: 'open.md' }, /^open to all$/],
  ['read(**/.env)', {}, /Files: open\.md\n/],
  ['read(**/SKILL.md)', {}, /A rule keeps SKILL\.md/],
])('deny %s holds for the skill tool with %j', async (rule, input, expected) => {
  await using at = await startAttendedHost(turns(toolUse('skill', { name: 'x', ...input }), text('done')));
  const folder = join(at.workDir, '.claude/skills/x');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'SKILL.md'), '---\nname: x\ndescription: y\n---\nhi');
  writeFileSync(join(folder, '.env'), 'PW=KEPT FROM YOU');
  writeFileSync(join(folder, 'open.md'), 'open to all');
  const { runId } = await at.client.runs.start({ definition: workflow([step('look')]), permissions: { deny: [rule] } });
  await at.eventsOf(runId);
  const { text: answer } = lastResult(at.model.requests[1]);
  expect(answer).toMatch(expected);
  expect(answer).not.toMatch(/KEPT|\.env\n/);
});

test.each(['read(~/skills/**)', 'read(<home>/skills/**)', 'read(**/key.md)'])(
  "deny %s holds for a person's own skills, which lie outside of the work directory",
  async (rule) => {
    const home = await folder({ 'skills/x/SKILL.md': '---\nname: x\ndescription: y\n---\nhi', 'skills/x/key.md': 'KEPT FROM YOU' });
    vi.stubEnv('HOME', home);
    onTestFinished(() => void vi.unstubAllEnvs());
    const workDir = await folder();
    const skill = createSkillTool([await readSkill(join(home, 'skills/x'))]);
    const withheld = withheldFrom([rule.replace('<home>', home)], skill.name, workDir);
    const signal = new AbortController().signal;
    const context = { sessionId: 's', callId: 'c', workDir, permissionMode: 'default', signal, metadata: {}, withheld } as const;
    const read = async (at: typeof context) => {
      const { content } = await skill.execute({ name: 'x', file: 'key.md' }, at);
      return content;
    };
    expect(await read({ ...context, withheld: [] })).toBe('KEPT FROM YOU');
    expect(await read(context)).toMatch(/^A rule keeps key\.md/);
  },
);
