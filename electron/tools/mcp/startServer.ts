import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '../../../shared/lib/appError';
import { createBoundedFetch } from './boundedFetch';
import { endedBy } from './endedBy';
import { outputSchemas } from './outputSchema';
import type { ServerEntry } from './serverEntry';
import { lastWords, startFailure } from './serverFailures';
import { type ProgramWatcher, StdioTransport } from './stdioTransport';

/** A server that is running or reachable, and has said what it offers. */
export type LiveServer = {
  readonly client: Client;
  readonly transport: Transport;
  readonly tools: readonly McpTool[];
  /** Blackens the secrets it was started with. */
  readonly scrub: (text: string) => string;
};

export type StartOptions = {
  readonly startMs: number;
  readonly signal: AbortSignal;
  readonly watcher: ProgramWatcher;
  readonly onClose: () => void;
  /** What goes wrong between calls, without an end of the connection. */
  readonly onTrouble: (what: string) => void;
};

/** Starts or reaches the server of an entry whose secrets are in place. Rejects with `MCP_FAILED`, and then nothing of it is left running. */
export async function startServer(
  entry: ServerEntry,
  scrub: (text: string) => string,
  { startMs, signal, watcher, onClose, onTrouble }: StartOptions,
): Promise<LiveServer> {
  const timeUp = AbortSignal.timeout(startMs);
  const stop = AbortSignal.any([signal, timeUp]);
  const client = new Client({ name: 'stepgraph', version: '1' }, { jsonSchemaValidator: outputSchemas });
  let transport: Transport | undefined;
  try {
    transport = openTransport(entry, watcher, () => {
      onTrouble('it sent more in one message than can be held');
      void client.close();
    });
    client.onclose = onClose;
    client.onerror = ({ message }) => onTrouble(message);
    const options = { signal: stop, timeout: startMs };
    // Stopped from outside as well: a transport that hangs while it starts does not hear the signal.
    await endedBy(stop, client.connect(transport, options));
    const tools = withoutSecrets(await listTools(client, options), scrub);
    return { client, transport, tools, scrub };
  } catch (error) {
    if (transport) await endServer({ client, transport });
    if (signal.aborted) throw signal.reason;
    // Without its cause, which may carry arguments and headers with secrets in them.
    const why = startFailure(entry, { error, transport, isTimeUp: timeUp.aborted, startMs });
    throw new AppError('MCP_FAILED', scrub(`The MCP server "${entry.name}" could not be started: ${why}${lastWords(transport)}`));
  }
}

function openTransport(entry: ServerEntry, watcher: ProgramWatcher, onTooLarge: () => void): Transport {
  if (entry.kind === 'stdio') return new StdioTransport(entry, watcher);
  const url = URL.canParse(entry.url) ? new URL(entry.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('its url must begin with http:// or https://');
  // The SDK's class allows `sessionId` to be undefined where its interface, read strictly, does not.
  return new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { ...entry.headers } },
    fetch: createBoundedFetch(onTooLarge),
  }) as Transport;
}

/** Servers repeat what they were started with: in descriptions, which go to windows and into requests. */
function withoutSecrets(tools: readonly McpTool[], scrub: (text: string) => string): readonly McpTool[] {
  const text = JSON.stringify(tools);
  const scrubbed = scrub(text);
  return scrubbed === text ? tools : JSON.parse(scrubbed);
}

/** More pages than any server has; one that never ends its list would keep us here. */
const MOST_PAGES = 50;

async function listTools(client: Client, options: { readonly signal: AbortSignal; readonly timeout: number }): Promise<readonly McpTool[]> {
  if (!client.getServerCapabilities()?.tools) return [];
  const tools: McpTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const listed = await client.listTools(cursor === undefined ? {} : { cursor }, options);
    tools.push(...listed.tools);
    cursor = listed.nextCursor;
    if (cursor === undefined) return tools;
  }
  throw new Error(`its list of tools has no end (more than ${MOST_PAGES} pages)`);
}

/** A server over HTTP is told that its session is over, if it answers at once; a program is ended. */
const FAREWELL_MS = 500;

/** Resolves when nothing of it runs any more. */
export async function endServer({ client, transport }: Pick<LiveServer, 'client' | 'transport'>): Promise<void> {
  if (transport instanceof StreamableHTTPClientTransport) {
    await endedBy(AbortSignal.timeout(FAREWELL_MS), transport.terminateSession()).catch(() => undefined);
  }
  await client.close().catch(() => undefined);
  await transport.close().catch(() => undefined);
}
