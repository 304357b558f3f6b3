import type { McpServerDefinition } from '../../../shared/workflow/schema';

/** A server as its form shows it. */

export type ServerKind = 'command' | 'url';

export function kindOf(server: McpServerDefinition): ServerKind {
  return typeof server.command === 'string' ? 'command' : 'url';
}

/** What the other kind alone has goes; what this version does not know stays. */
export function withKind(server: McpServerDefinition, kind: ServerKind): McpServerDefinition {
  if (kindOf(server) === kind) return server;
  const { command: _c, args: _a, env: _e, cwd: _w, url: _u, headers: _h, ...kept } = server;
  return kind === 'command' ? { ...kept, command: '' } : { ...kept, url: '' };
}

/** The server with a field changed; an empty one is not written down. */
export function withField(server: McpServerDefinition, field: string, value: unknown): McpServerDefinition {
  const isNeeded = field === 'name' || field === 'command' || field === 'url';
  const { [field]: _, ...rest } = server as { readonly [key: string]: unknown };
  // Sound: `name` and what the kind needs are always there, and each field gets what it holds.
  return (isNeeded || !isEmpty(value) ? { ...rest, [field]: value } : rest) as McpServerDefinition;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

export type Pairs = { readonly [name: string]: string };

/** How names and values are written, a pair on each line. */
export type PairFormat = { readonly parse: (lines: readonly string[]) => Pairs; readonly format: (pairs: Pairs) => readonly string[] };

/** `NAME=value`; everything after the first mark is the value. */
export const ENVIRONMENT: PairFormat = pairFormat('=', '=');
/** `Name: value`. */
export const HEADERS: PairFormat = pairFormat(':', ': ');

/** A line without the mark is a name without a value yet. */
function pairFormat(mark: string, written: string): PairFormat {
  const pairOf = (line: string): [string, string] => {
    const at = line.indexOf(mark);
    if (at === -1) return [line.trim(), ''];
    const value = line.slice(at + 1);
    return [line.slice(0, at).trim(), written.endsWith(' ') ? value.trim() : value];
  };
  return {
    parse: (lines) => Object.fromEntries(lines.map(pairOf)),
    format: (pairs) => Object.entries(pairs).map(([name, value]) => `${name}${written}${value}`),
  };
}

/** The pairs in a field of a server, if there are any. */
export function pairsIn(value: unknown): Pairs {
  return Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, String(one)]));
}

/** One line that says what would be started or called. */
export function summaryOf(server: McpServerDefinition): string {
  if (typeof server.command !== 'string') return String(server.url ?? '');
  return [server.command, ...(Array.isArray(server.args) ? server.args : [])].join(' ');
}
