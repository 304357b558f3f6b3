import type { StepgraphHandlers } from '../../shared/ipc/contract';
import type { HostServices } from './hostServices';

export function connectionHandlers({ connections }: HostServices): StepgraphHandlers['connections'] {
  return {
    servers: () => connections.servers(),
    saveServers: ({ servers }) => connections.saveServers(servers),
    tryServer: ({ definition }, signal) => connections.tryServer(definition, signal),
    skills: ({ directories, workDir }) => connections.skills(directories, workDir),
  };
}
