import { z } from 'zod';
import { command, of, stream } from '../define';

/** Whom something works for. */
export type ProcessOwner = {
  /** Nothing for a server that is only being tried out. */
  readonly sessionId: string | null;
  readonly sessionTitle: string | null;
  readonly runId: string | null;
  readonly workflowName: string | null;
  /** Nothing for what all steps of a run share. */
  readonly stepId: string | null;
};

/** Something that a tool call or an MCP server has running on this computer, or a connection to a server elsewhere. */
export type RunningProcess = {
  readonly id: string;
  readonly kind: 'command' | 'server' | 'connection';
  /** The tool, or the server. */
  readonly name: string;
  /** The whole command as it was started, or the address; secrets stand in it by their names. */
  readonly command: string;
  /** The folder it was started in. */
  readonly folder: string | null;
  readonly pid: number | null;
  readonly startedAt: string;
  readonly owner: ProcessOwner;
};

export const processesContract = {
  /** Everything that runs, oldest first; at once and after every change. */
  running: stream(z.object({}), of<readonly RunningProcess[]>()),
  /** Ends it with everything it has started, and resolves when it is gone. `NOT_FOUND` when it had ended already. */
  stop: command(z.object({ id: z.string().min(1).max(64) }), of<null>()),
};
