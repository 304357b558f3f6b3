import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import type { HostServices } from './hostServices';

export function connectionHandlers({ connections, clock }: HostServices): StepgraphHandlers['connections'] {
  return {
    servers: () => connections.servers(),
    saveServers: ({ servers }) => connections.saveServers(servers),
    tryServer: ({ definition }, signal) => connections.tryServer(definition, signal),
    async *log({ server }, signal) {
      for await (const _change of changes(connections.onLogChange, clock, signal)) yield connections.log(server);
    },
    logged: () => connections.logged(),
    async clearLog({ server }) {
      await connections.clearLog(server);
      return null;
    },
    skills: ({ directories, workDir }) => connections.skills(directories, workDir),
  };
}
