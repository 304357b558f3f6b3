import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { SKILL_TOOL } from '../../shared/catalog/tools';
import { AppError } from '../../shared/lib/appError';
import type { Tool, ToolContext } from '../sessions/ports';
import type { ConfinedFile } from './confinedFiles';
import { tool } from './customTool';
import { restrictedPaths } from './restrictedPath';
import { findWithin, readFound, SKILL_FILE, type Skill, skillTextOf } from './skills/skillFile';

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
    async ({ name, file }, context) => {
      const skill = skills.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
      if (!skill) throw new AppError('NOT_FOUND', `There is no skill ${name}. ${known(skills)}`);
      return file === undefined ? whole(skill, context) : readAllowed(await findWithin(skill.folder, file), context);
    },
  );
}

type Scene = Pick<ToolContext, 'workDir' | 'withheld' | 'signal'>;

async function readAllowed(file: ConfinedFile, scene: Scene): Promise<string> {
  if (isWithheld(file.real, scene))
    throw new AppError('TOOL_FAILED', `A rule keeps ${file.given} from being read unasked. Go on without it, and say so in your answer.`);
  return readFound(file, scene.signal);
}

/** Rules name what lies in the work directory as seen from there, and a person's own skills lie elsewhere. */
function isWithheld(place: string, { workDir, withheld = [] }: Scene): boolean {
  const names = [relative(realpathSync.native(workDir), place), place, `~/${relative(homedir(), place)}`];
  return withheld.flatMap(restrictedPaths).some((expression) => names.some((name) => expression.test(name)));
}

function relative(from: string, place: string): string {
  return path.relative(from, place).split(path.sep).join('/');
}

function known(skills: readonly Skill[]): string {
  return skills.length === 0 ? 'There are no skills here.' : `There are: ${skills.map((skill) => skill.name).join(', ')}.`;
}

async function whole(skill: Skill, scene: Scene): Promise<string> {
  const [content, files] = await Promise.all([readAllowed(await findWithin(skill.folder, SKILL_FILE), scene), filesOf(skill, scene)]);
  const places = [`Folder: ${skill.folder}`, ...(files.length > 0 ? [`Files: ${files.join(', ')}`] : [])];
  return `${places.join('\n')}\n\n${skillTextOf(content)}`;
}

async function filesOf({ folder }: Skill, scene: Scene): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((place) => !isWithheld(place, scene))
    .map((place) => path.relative(folder, place))
    .filter((file) => file !== SKILL_FILE)
    .sort()
    .slice(0, MOST_FILES);
}
