import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SessionSettings } from '../../../shared/session/session';
import { SKILL_FILE } from './skillFile';
import { mayLoadSkills, type SkillSourceOptions } from './skillSource';

/**
 * Whether the instructions of a session list skills that others may have written: those of the work directory, and of folders that its definition
 * names. A person's own, and those that code gives to every session, are trusted. Skills that could not be used count too.
 */
export function listsUntrustedSkills(settings: SessionSettings, { personal, everywhere }: SkillSourceOptions): boolean {
  if (!mayLoadSkills(settings)) return false;
  const { workDir, skillDirectories: named = [] } = settings;
  const trusted = [personal, ...everywhere].map((folder) => path.resolve(workDir, folder));
  const all = [...named, path.join('.stepgraph', 'skills'), path.join('.claude', 'skills')].map((folder) => path.resolve(workDir, folder));
  return all.some((folder) => !trusted.includes(folder) && hasSkills(folder));
}

function hasSkills(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => existsSync(path.join(directory, name, SKILL_FILE)));
  } catch {
    return false;
  }
}
