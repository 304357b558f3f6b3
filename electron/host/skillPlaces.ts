import { join } from 'node:path';
import { configDirectory, processPaths } from '../platform/paths';
import type { SkillSourceOptions } from '../tools/skills/skillSource';
import type { HostOptions } from './hostOptions';

/** The folders of skills that a person or code vouches for. */
export function skillPlaces({ environment = process.env, skillDirectories = [] }: HostOptions): SkillSourceOptions {
  return { personal: join(configDirectory({ ...processPaths(), environment }), 'skills'), everywhere: skillDirectories };
}
