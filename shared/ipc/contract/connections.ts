import { z } from 'zod';
import { mcpServerSchema } from '../../workflow/schema';
import { command, of, query } from '../define';

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
  /** The skills in these folders, relative to the work directory. */
  skills: query(z.object({ directories: z.array(z.string().min(1)).max(50), workDir: z.string().min(1).nullable() }), of<SkillsFound>()),
};
