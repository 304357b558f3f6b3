import { z } from 'zod';
import { mcpServerSchema } from '../../workflow/schema';
import { command, of, query, stream } from '../define';

/** An MCP server of the person's own, offered to every session while it is enabled. */
export const personalServerSchema = z.object({ definition: mcpServerSchema, isEnabled: z.boolean() });
export type PersonalServer = z.infer<typeof personalServerSchema>;

/** What a server said when it was tried out. */
export type ServerTrial = {
  readonly title: string;
  readonly version: string;
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  /** What it printed besides. */
  readonly log: string;
  readonly durationMs: number;
};

/** Something a server `said` on standard error, `trouble` with the protocol or a call, or a change of its `state`. */
export type ServerLogLine = {
  readonly at: string;
  readonly kind: 'said' | 'trouble' | 'state';
  /** The run or session it worked for, or `trial`. */
  readonly owner: string;
  readonly text: string;
};

export type SkillsFound = {
  readonly skills: readonly { readonly name: string; readonly description: string; readonly folder: string }[];
  /** What could not be used, and why. */
  readonly warnings: readonly string[];
};

export const connectionsContract = {
  servers: query(z.object({}), of<readonly PersonalServer[]>()),
  /** Whoever saves a server has agreed to its being started, as it is. */
  saveServers: command(z.object({ servers: z.array(personalServerSchema).max(100) }), of<readonly PersonalServer[]>()),
  /** Starts the server and ends it again. Rejects with `MCP_FAILED` and what it said. */
  tryServer: command(z.object({ definition: mcpServerSchema }), of<ServerTrial>()),
  /** The newest lines of the log of all servers of that name, oldest first; at once and whenever there are more. */
  log: stream(z.object({ server: z.string().min(1).max(200) }), of<readonly ServerLogLine[]>()),
  /** The names of the servers that have a log. */
  logged: query(z.object({}), of<readonly string[]>()),
  clearLog: command(z.object({ server: z.string().min(1).max(200) }), of<null>()),
  /** The skills in these folders, relative to the work directory. */
  skills: query(z.object({ directories: z.array(z.string().min(1)).max(50), workDir: z.string().min(1).nullable() }), of<SkillsFound>()),
};
