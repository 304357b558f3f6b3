import { createHash } from 'node:crypto';
import type { Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import type { Json } from '../../../shared/lib/json';
import type { Tool } from '../../sessions/ports';
import type { ServerConnection } from './serverConnection';

/** The Messages API's limit for the name of a tool. */
const LONGEST_NAME = 128;
/** Descriptions go into every request; some servers put a manual there. */
const LONGEST_DESCRIPTION = 4_000;

/** The tools of a server as a session sees them, named `<server>__<tool>`. */
export function serverTools(connection: ServerConnection, listed: readonly McpTool[]): readonly Tool[] {
  const names = new Set<string>();
  return listed.map((tool) => {
    const name = toolName(connection.name, tool.name, names);
    names.add(name.toLowerCase());
    return {
      name,
      description: (tool.description ?? tool.title ?? tool.name).slice(0, LONGEST_DESCRIPTION),
      // Sound: it came as JSON and was found to be an object with `type: "object"`.
      inputSchema: tool.inputSchema as Json,
      // What a server says of its own tools is not believed, neither by the permission gate nor when calls are repeated after a crash.
      isReadOnly: false,
      execute: (input, { signal }) => connection.call(tool.name, Object(input), signal),
    };
  });
}

/** Names may have dots and slashes in MCP, which the Messages API refuses; what is cut or would double another gets a number of its own. */
function toolName(server: string, tool: string, taken: ReadonlySet<string>): string {
  const name = `${server}__${tool.replace(/[^A-Za-z0-9_-]/g, '_')}`;
  if (name.length <= LONGEST_NAME && !taken.has(name.toLowerCase())) return name;
  const mark = createHash('sha256').update(tool).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - mark.length - 1)}_${mark}`;
}
