import type { SandboxState } from '../../shared/ipc/contract/permissions';
import type { SandboxMode } from '../../shared/session/sandbox';
import { bubblewrapAvailability } from '../platform/bubblewrap';

/** Where shell commands run: as the host was told at its start, else as Settings say at this moment. */
export type Sandbox = {
  mode(): SandboxMode;
  /** Tries the sandbox, which takes a moment. */
  state(): Promise<SandboxState>;
};

export function createSandbox(given: SandboxMode | undefined, fromSettings: () => SandboxMode): Sandbox {
  const mode = () => given ?? fromSettings();
  return {
    mode,
    state: async () => ({ ...(await bubblewrapAvailability()), mode: mode(), isGiven: given !== undefined }),
  };
}
