import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type PersonalServer, personalServerSchema } from '../../shared/ipc/contract/connections';
import type { McpServerDefinition } from '../../shared/workflow/schema';
import type { SettingsRepository } from '../store/store';

export type PersonalServers = {
  all(): readonly PersonalServer[];
  /** Those that sessions are offered. */
  enabled(): readonly McpServerDefinition[];
  save(servers: readonly PersonalServer[]): Promise<void>;
};

const KEY = 'mcpServers';
const stored = z.array(personalServerSchema).catch([]);

/** The person's own MCP servers, kept with their settings; secrets stand in them as `${secret:NAME}`. */
export function createPersonalServers(settings: Pick<SettingsRepository, 'get' | 'set'>): PersonalServers {
  const all = () => stored.parse(settings.get(KEY) ?? []);
  return {
    all,
    enabled: () => all().flatMap(({ definition, isEnabled }) => (isEnabled ? [atHome(definition)] : [])),
    save: (servers) => settings.set({ [KEY]: z.json().parse(servers) }),
  };
}

/** What is the person's and no workflow's starts in no workflow's folder: a program of its name there would be someone else's. */
export function atHome(definition: McpServerDefinition): McpServerDefinition {
  if (typeof definition.command !== 'string') return definition;
  const { cwd } = definition;
  return { ...definition, cwd: resolve(homedir(), typeof cwd === 'string' ? cwd : '.') };
}
