import { CallToolResultSchema, McpError, type Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import { AppError, isAppError } from '../../../shared/lib/appError';
import type { ToolResult } from '../../sessions/ports';
import type { ProcessList, WorkOwner } from '../processList';
import { fingerprint } from './fingerprint';
import type { RevealedEntry } from './secretReferences';
import type { ServerEntry } from './serverEntry';
import { callFailure } from './serverFailures';
import type { ServerLimits } from './serverLimits';
import type { ServerLog, ServerLogger } from './serverLog';
import { endServer, type LiveServer, startServer } from './startServer';
import { StdioTransport } from './stdioTransport';
import { toolResult } from './toolResult';

export type ConnectionPorts = {
  /** The entry with its secrets, read anew at each start. */
  readonly reveal: (entry: ServerEntry) => RevealedEntry;
  readonly limits: ServerLimits;
  readonly processes: ProcessList;
  readonly log: ServerLog;
};

/**
 * An MCP server, started when it is first needed and again when it has ended since. `tools` rejects with `MCP_FAILED` and what the server said;
 * `call` answers with an error result for whatever goes wrong with the server, so that the model can go on without it.
 */
export class ServerConnection {
  readonly #entry: ServerEntry;
  readonly #agreed: string;
  readonly #owner: WorkOwner;
  readonly #ports: ConnectionPorts;
  readonly #end = new AbortController();
  #live: Promise<LiveServer> | undefined;

  /** `agreed`: the fingerprint of what someone has agreed to; nothing else is started, not even when the server starts again. */
  constructor(entry: ServerEntry, agreed: string, owner: WorkOwner, ports: ConnectionPorts) {
    this.#entry = entry;
    this.#agreed = agreed;
    this.#owner = owner;
    this.#ports = ports;
  }

  get name(): string {
    return this.#entry.name;
  }

  async tools(): Promise<readonly McpTool[]> {
    return (await this.#started()).tools;
  }

  /** What the server says of itself and has printed: for whoever tries it out. */
  async about(): Promise<{ readonly title: string; readonly version: string; readonly log: string }> {
    const { client, transport, scrub } = await this.#started();
    const { name = this.name, title = name, version = '' } = client.getServerVersion() ?? {};
    return { title: scrub(title), version: scrub(version), log: scrub(transport instanceof StdioTransport ? transport.stderr : '') };
  }

  async call(tool: string, input: Record<string, unknown>, signal: AbortSignal): Promise<ToolResult> {
    let live: LiveServer | undefined;
    try {
      live = await this.#started();
      signal.throwIfAborted();
      const { callMs, longestCallMs } = this.#ports.limits;
      const answer = await live.client.callTool({ name: tool, arguments: input }, CallToolResultSchema, {
        signal,
        timeout: callMs,
        maxTotalTimeout: longestCallMs,
        resetTimeoutOnProgress: true,
        onprogress: () => {},
      });
      return toolResult(CallToolResultSchema.parse(answer), live.scrub);
    } catch (error) {
      signal.throwIfAborted();
      if (!live) return failure(isAppError(error) ? error.message : `The MCP server "${this.name}" could not be reached.`);
      this.#startAnewAfter(error, live);
      const sentence = live.scrub(callFailure(this.name, tool, error, live.transport, this.#ports.limits.callMs));
      this.#logger(live.scrub)('trouble', firstLine(sentence));
      return failure(sentence);
    }
  }

  /** Ends the server and everything it started. */
  async close(): Promise<void> {
    this.#end.abort(new AppError('ABORTED', `The MCP server "${this.name}" was stopped.`));
    const live = await this.#live?.catch(() => undefined);
    this.#live = undefined;
    if (live) await endServer(live);
  }

  #started(): Promise<LiveServer> {
    if (this.#live) return this.#live;
    const over = Promise.withResolvers<void>();
    const live = this.#start(over.resolve);
    this.#live = live;
    // While this one says goodbye another may have taken its place.
    void over.promise.then(() => {
      if (this.#live === live) this.#live = undefined;
    });
    return live;
  }

  /** `onOver`: called when it could not be started, or has ended. */
  async #start(onOver: () => void): Promise<LiveServer> {
    const watched = this.#watched();
    const forget = () => {
      onOver();
      watched.hide();
    };
    try {
      this.#end.signal.throwIfAborted();
      if ((await fingerprint(this.#entry)) !== this.#agreed) throw changed(this.name);
      const { entry, scrub } = this.#ports.reveal(this.#entry);
      const say = this.#logger(scrub);
      say('state', `starting ${summaryOf(this.#entry)}`);
      const live = await startServer(entry, scrub, {
        startMs: this.#ports.limits.startMs,
        signal: AbortSignal.any([this.#end.signal, watched.stopped]),
        watcher: {
          started: watched.show,
          said: (line) => say('said', line),
          strayed: (excerpt) => say('trouble', `no message of MCP: ${excerpt}`),
          ended: (how) => say('state', `ended (${how})`),
        },
        onClose: forget,
        onTrouble: (what) => say('trouble', what),
      });
      if (entry.kind === 'http') watched.show(null);
      say('state', `ready with ${live.tools.length} tools`);
      return live;
    } catch (error) {
      forget();
      if (isAppError(error) && !this.#end.signal.aborted) this.#logger()('trouble', firstLine(error.message));
      throw error;
    }
  }

  /** What people see of the server while it runs, and the signal that fires when they stop it. */
  #watched(): { readonly stopped: AbortSignal; show(pid: number | null): void; hide(): void } {
    const stopped = new AbortController();
    const stop = async () => {
      stopped.abort(new AppError('MCP_FAILED', `The MCP server "${this.name}" was ${STOPPED}.`));
      const live = await this.#live?.catch(() => undefined);
      if (live?.transport instanceof StdioTransport) await live.transport.close(STOPPED);
      if (live) await endServer(live);
    };
    let hide = () => {};
    const { name, cwd: folder = null } = { cwd: undefined, ...this.#entry };
    const kind = this.#entry.kind === 'stdio' ? 'server' : 'connection';
    return {
      stopped: stopped.signal,
      show: (pid) => {
        hide = this.#ports.processes.add({ kind, name, command: summaryOf(this.#entry), folder, pid, owner: this.#owner, stop });
      },
      hide: () => hide(),
    };
  }

  #logger(scrub: (text: string) => string = (text) => text): ServerLogger {
    const { runId, sessionId } = this.#owner;
    return this.#ports.log.of(this.name, runId ?? sessionId ?? 'trial', scrub);
  }

  /** A program that has ended is noticed by its connection; a server over HTTP that has lost our session only by how it answers. */
  #startAnewAfter(error: unknown, live: LiveServer): void {
    if (error instanceof McpError || live.transport instanceof StdioTransport) return;
    this.#live = undefined;
    void endServer(live);
  }
}

const STOPPED = 'stopped by the person at the screen';

/** What is started or called; secrets stand in it by their names. */
function summaryOf(entry: ServerEntry): string {
  return entry.kind === 'http' ? entry.url : [entry.command, ...entry.args].join(' ');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function changed(name: string): AppError {
  return new AppError(
    'PERMISSION_DENIED',
    `A script of the MCP server "${name}" has changed since it was agreed to, so it was not started. Run again to be asked.`,
  );
}

function failure(content: string): ToolResult {
  return { content, isError: true };
}
