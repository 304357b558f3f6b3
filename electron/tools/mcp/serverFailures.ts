import { existsSync } from 'node:fs';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ServerEntry } from './serverEntry';
import { StdioTransport } from './stdioTransport';

/** What went wrong with a server, for people and for the model. Whoever shows it blackens secrets first. */

export type StartFailure = {
  readonly error: unknown;
  readonly transport: Transport | undefined;
  readonly isTimeUp: boolean;
  readonly startMs: number;
};

export function startFailure(entry: ServerEntry, { error, transport, isTimeUp, startMs }: StartFailure): string {
  if (transport instanceof StdioTransport && entry.kind === 'stdio') {
    if (isCode(error, 'ENOENT'))
      return existsSync(entry.cwd) ? `there is no program "${entry.command}".` : `there is no folder ${entry.cwd}.`;
    if (isCode(error, 'EACCES')) return `"${entry.command}" may not be run as a program.`;
    if (transport.strayOutput !== '') return `it does not speak MCP: ${transport.strayOutput}.`;
    if (isTimeUp) return `it did not answer within ${startMs / 1000} s.`;
    // Only what ended by itself has an exit status.
    if (transport.end?.startsWith('exit')) return `it ended at once (${transport.end}).`;
  }
  if (isTimeUp) return `it did not answer within ${startMs / 1000} s.`;
  if (entry.kind === 'http') return httpFailure(error, entry.url);
  return `${messageOf(error)}.`;
}

export function callFailure(server: string, tool: string, error: unknown, transport: Transport, callMs: number): string {
  // Not by the code of the error: servers use -32000 for errors of their own.
  if (transport instanceof StdioTransport && transport.end !== undefined) {
    const end = ` (${transport.end})`;
    return `The MCP server "${server}" ended during the call of ${tool}${end}, which may or may not have taken effect. It is started again for the next call.${lastWords(transport)}`;
  }
  if (isMcpError(error, ErrorCode.RequestTimeout))
    return `The MCP server "${server}" did not answer the call of ${tool} within ${callMs / 1000} s. The call was cancelled.`;
  if (error instanceof z.ZodError || error instanceof z.core.$ZodError)
    return `The MCP server "${server}" answered the call of ${tool} with something that is no result of MCP.`;
  if (error instanceof McpError) return `The MCP server "${server}" refused the call of ${tool}: ${error.message}`;
  return `The MCP server "${server}" failed in the call of ${tool}: ${messageOf(error)}`;
}

/** What the server said on standard error, if anything. */
export function lastWords(transport: Transport | undefined): string {
  const said = transport instanceof StdioTransport ? transport.stderr : '';
  return said === '' ? '' : `\nIt said:\n${said}`;
}

function httpFailure(error: unknown, url: string): string {
  if (error instanceof StreamableHTTPError && error.code !== undefined) {
    const advice = error.code === 401 || error.code === 403 ? 'Check its headers, which carry the credentials.' : 'Check its address.';
    return `${addressOf(url)} answered with HTTP status ${error.code}. ${advice}`;
  }
  const { cause } = Object(error);
  if (isCode(cause, 'ECONNREFUSED') || isCode(cause, 'ENOTFOUND'))
    return `nothing answers at ${addressOf(url)}. Check its address, and that it runs.`;
  return `${messageOf(error)}.`;
}

/** Without query and password, which may hold credentials. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function isMcpError(error: unknown, code: ErrorCode): boolean {
  return error instanceof McpError && error.code === code;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
