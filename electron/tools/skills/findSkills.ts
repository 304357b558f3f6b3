import { existsSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isAppError } from '../../../shared/lib/appError';
import { readSkill, SKILL_FILE, type Skill } from './skillFile';

export type SkillDirectory = {
  /** Absolute. */
  readonly path: string;
  /** Somebody named it, so that its absence is worth a word. */
  readonly isNamed: boolean;
  /** Where its skills must lie, symbolic links resolved: what a work directory brings along must be in it. */
  readonly within?: string;
};

export type FoundSkills = {
  readonly skills: readonly Skill[];
  /** What could not be used, and why, in sentences. */
  readonly warnings: readonly string[];
};

/** More would be a mistake in the path, and fill the prompt. */
const MOST_SKILLS = 200;

const NONE: FoundSkills = { skills: [], warnings: [] };

/** The skills of several directories. Of two that share a name the one found first counts. */
export async function findSkills(directories: readonly SkillDirectory[]): Promise<FoundSkills> {
  const found = await Promise.all(directories.map(skillsIn));
  const skills = new Map<string, Skill>();
  for (const skill of found.flatMap((one) => one.skills)) {
    if (!skills.has(skill.name.toLowerCase())) skills.set(skill.name.toLowerCase(), skill);
  }
  return { skills: [...skills.values()], warnings: found.flatMap((one) => one.warnings) };
}

async function skillsIn(directory: SkillDirectory): Promise<FoundSkills> {
  if (!directory.isNamed && !existsSync(directory.path)) return NONE; // as nearly always, and cheaper to ask than to fail
  const names = await foldersIn(directory);
  if (typeof names === 'string') return { skills: [], warnings: directory.isNamed ? [names] : [] };
  const outcomes = await Promise.all(names.slice(0, MOST_SKILLS).map((name) => skillAt(path.join(directory.path, name), directory)));
  const warnings = outcomes.filter((outcome) => typeof outcome === 'string');
  const skills = outcomes.filter((outcome) => typeof outcome === 'object');
  if (names.length > MOST_SKILLS) warnings.push(`${directory.path} has more than ${MOST_SKILLS} skills; the others are left out.`);
  if (directory.isNamed && names.length === 0) warnings.push(`There are no skills in ${directory.path}: no folder with a ${SKILL_FILE}.`);
  return { skills, warnings };
}

/** The folders of a directory, or why there are none. */
async function foldersIn({ path: directory }: SkillDirectory): Promise<readonly string[] | string> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch {
    return `The folder of skills ${directory} cannot be opened. Check its path.`;
  }
}

/** The skill, or why it can't be used; nothing for a folder that is no skill. */
async function skillAt(folder: string, { within }: SkillDirectory): Promise<Skill | string | undefined> {
  try {
    if (!(await hasSkillFile(folder))) return undefined;
    const skill = await readSkill(folder);
    if (within !== undefined && !skill.folder.startsWith(within + path.sep))
      return `The skill ${folder} is left out: it leads out of the work directory.`;
    return skill;
  } catch (error) {
    return `The skill ${folder} cannot be used: ${isAppError(error) ? error.message.replace(/\.$/, '') : `it cannot be read (${String(Object(error).code)})`}.`;
  }
}

async function hasSkillFile(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).includes(SKILL_FILE);
  } catch (error) {
    // A link to a file, or to nothing.
    if (['ENOTDIR', 'ENOENT'].includes(Object(error).code)) return false;
    throw error;
  }
}

/** Where the skills of a session come from, the nearest first. */
export function skillDirectories(given: {
  readonly named: readonly string[];
  readonly workDir: string;
  readonly personal: string;
}): readonly SkillDirectory[] {
  const { named, workDir, personal } = given;
  const within = realpathSync.native(workDir);
  return [
    ...named.map((directory) => ({ path: path.resolve(workDir, directory), isNamed: true })),
    ...['.stepgraph', '.claude'].map((folder) => ({ path: path.join(within, folder, 'skills'), isNamed: false, within })),
    { path: personal, isNamed: false },
  ];
}
