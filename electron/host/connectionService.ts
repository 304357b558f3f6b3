import { resolve } from 'node:path';
import type { ConnectionService } from '../ipc/hostServices';
import { findSkills } from '../tools/skills/findSkills';
import type { McpServers } from './mcpServers';

/** The person's MCP servers, and what is in folders of skills, as a window asks for them. */
export function createConnectionService(servers: McpServers, workDir: () => string): ConnectionService {
  return {
    servers: servers.personal,
    async saveServers(changed) {
      await servers.savePersonal(changed);
      return servers.personal();
    },
    log: servers.log.lines,
    logged: servers.log.servers,
    clearLog: servers.log.clear,
    onLogChange: servers.log.onChange,
    tryServer: (definition, signal) => servers.tryOut(definition, signal),
    skills: (directories, folder) =>
      findSkills(directories.map((directory) => ({ path: resolve(folder ?? workDir(), directory), isNamed: true }))),
  };
}
