import path from 'node:path';
import { expect, it } from 'vitest';
import { readSkill } from '../../../electron/tools/skills/skillFile';
import { createSkillTool } from '../../../electron/tools/skillTool';
import { folder } from '../tools/support';
import { flip } from './flipper';

const TRIES = Number(process.env.HOSTILE_RACES ?? 300);
const SECRET = 'planted-behind-the-link';

it.each([
  ['a folder in it', 'skill/deep', 'deep/file'],
  ['the whole folder', 'skill', 'deep/file'],
])('the skill tool reads nothing outside while %s is exchanged with a link', { timeout: 120_000 }, async (_, inside, file) => {
  const workDir = await folder({ 'skill/SKILL.md': '---\nname: it\ndescription: it\n---\nmine', 'skill/deep/file': 'mine' });
  const outside = await folder({ file: SECRET, 'deep/file': SECRET, 'SKILL.md': `---\nname: it\ndescription: it\n---\n${SECRET}` });
  const tool = createSkillTool([await readSkill(path.join(workDir, 'skill'))]);
  const context = {
    sessionId: 's',
    callId: 'c',
    workDir,
    permissionMode: 'default',
    signal: new AbortController().signal,
    metadata: {},
  } as const;
  const answers: string[] = [];
  {
    await using _flipper = await flip(path.join(workDir, inside), outside);
    for (let index = 0; index < TRIES; index += 1) {
      const results = [await tool.execute({ name: 'it', file }, context), await tool.execute({ name: 'it' }, context)];
      answers.push(...results.map(({ content }) => String(content)));
    }
  }
  expect(answers.filter((answer) => answer.includes(SECRET))).toEqual([]);
  expect(answers.filter((answer) => answer.includes('mine')).length).toBeGreaterThan(0);
});
