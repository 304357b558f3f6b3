import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SKILL_TOOL } from '../../shared/catalog/tools';
import { AppError } from '../../shared/lib/appError';
import type { Tool } from '../sessions/ports';
import { tool } from './customTool';
import { readSkillText, readWithin, SKILL_FILE, type Skill } from './skills/skillFile';

const MOST_FILES = 200;

/** Loads one of the session's skills in full, or a file that belongs to it. */
export function createSkillTool(skills: readonly Skill[]): Tool {
  return tool(
    {
      name: SKILL_TOOL.name,
      description: 'Load a skill: the instructions that are listed by name in the system prompt, or a file that they refer to.',
      inputSchema: z.object({
        name: z.string().describe('The name of the skill'),
        file: z.string().optional().describe('A file of the skill, relative to its folder; its instructions when left out'),
      }),
      isReadOnly: true,
    },
    async ({ name, file }) => {
      const skill = skills.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
      if (!skill) throw new AppError('NOT_FOUND', `There is no skill ${name}. ${known(skills)}`);
      return file === undefined ? whole(skill) : readWithin(skill.folder, file);
    },
  );
}

function known(skills: readonly Skill[]): string {
  return skills.length === 0 ? 'There are no skills here.' : `There are: ${skills.map((skill) => skill.name).join(', ')}.`;
}

async function whole(skill: Skill): Promise<string> {
  const [text, files] = await Promise.all([readSkillText(skill), filesOf(skill)]);
  const places = [`Folder: ${skill.folder}`, ...(files.length > 0 ? [`Files: ${files.join(', ')}`] : [])];
  return `${places.join('\n')}\n\n${text}`;
}

async function filesOf({ folder }: Skill): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => file !== SKILL_FILE)
    .sort()
    .slice(0, MOST_FILES);
}
