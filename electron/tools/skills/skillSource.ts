import { SKILL_TOOL } from '../../../shared/catalog/tools';
import { commonTools } from '../../../shared/session/bounds';
import type { SessionSettings } from '../../../shared/session/session';
import { createSkillTool } from '../skillTool';
import type { ToolSource } from '../toolSource';
import { findSkills, skillDirectories } from './findSkills';
import type { Skill } from './skillFile';

export type SkillSourceOptions = {
  /** The person's own folder of skills. */
  readonly personal: string;
  /** Directories for every session, beside those that its settings name. */
  readonly everywhere: readonly string[];
};

/** Lists the skills of a session in its instructions, and gives it the tool that loads them. */
export function createSkillSource({ personal, everywhere }: SkillSourceOptions): ToolSource {
  return {
    async open(settings) {
      if (!mayLoadSkills(settings)) return { tools: [] };
      const named = [...(settings.skillDirectories ?? []), ...everywhere];
      const { skills, warnings } = await findSkills(skillDirectories({ named, workDir: settings.workDir, personal }));
      if (skills.length === 0 && !namesTool(settings)) return { tools: [], warnings };
      return { tools: [createSkillTool(skills)], instructions: listing(skills), warnings };
    },
  };
}

/** Whether a session is told of skills at all. */
export function mayLoadSkills({ allowedTools }: SessionSettings): boolean {
  return commonTools([SKILL_TOOL.name], allowedTools)?.length === 1;
}

function namesTool({ tools = [] }: SessionSettings): boolean {
  return tools.some((entry) => (typeof entry === 'string' ? entry : entry.name).toLowerCase() === SKILL_TOOL.name);
}

function listing(skills: readonly Skill[]): string {
  if (skills.length === 0) return '';
  return [
    `Skills are instructions for kinds of tasks. When one fits, load it with the tool ${SKILL_TOOL.name} before you begin:`,
    ...skills.map(({ name, description }) => `- ${name}: ${description}`),
  ].join('\n');
}
