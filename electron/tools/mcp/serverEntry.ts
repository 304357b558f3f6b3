import path from 'node:path';
import { AppError } from '../../../shared/lib/appError';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { SERVER_NAME_PATTERN } from '../../../shared/workflow/validation/connections';

/** An MCP server as it would be started or called, exactly; secrets still stand in it as `${secret:NAME}`. */
export type ServerEntry =
  | {
      readonly kind: 'stdio';
      readonly name: string;
      readonly command: string;
      readonly args: readonly string[];
      readonly env: { readonly [name: string]: string };
      /** Absolute. */
      readonly cwd: string;
    }
  | { readonly kind: 'http'; readonly name: string; readonly url: string; readonly headers: { readonly [name: string]: string } };

export type ProgramEntry = Extract<ServerEntry, { readonly kind: 'stdio' }>;

/** The definition as it holds in a work directory; throws `MCP_FAILED` for one that could not be started anywhere. */
export function serverEntry(definition: McpServerDefinition, workDir: string): ServerEntry {
  const { name } = definition;
  if (!SERVER_NAME_PATTERN.test(name)) {
    throw new AppError(
      'MCP_FAILED',
      `"${name}" cannot be the name of an MCP server. Use up to 48 letters, digits, underscores and hyphens.`,
    );
  }
  if (isCommand(definition)) {
    const { command, args = [], env = {}, cwd = '.' } = definition;
    return { kind: 'stdio', name, command, args, env, cwd: path.resolve(workDir, cwd) };
  }
  return { kind: 'http', name, url: definition.url, headers: definition.headers ?? {} };
}

/** The entries of several definitions. Of two that share a name no tool could be told apart, so that is refused. */
export function serverEntries(definitions: readonly McpServerDefinition[], workDir: string): readonly ServerEntry[] {
  const names = definitions.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new AppError('CONFLICT', `Two MCP servers are called ${twice}. Rename one; letter case does not tell them apart.`);
  return definitions.map((definition) => serverEntry(definition, workDir));
}

type CommandDefinition = Extract<McpServerDefinition, { readonly command: string }>;

function isCommand(definition: McpServerDefinition): definition is CommandDefinition {
  return typeof definition.command === 'string';
}
