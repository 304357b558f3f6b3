import { isAppError } from '../../../shared/lib/appError';
import type { SessionSettings } from '../../../shared/session/session';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import type { Tool, ToolBoxOpening } from '../../sessions/ports';
import { ownerOf, type WorkOwner } from '../processList';
import type { ToolSource } from '../toolSource';
import { endedBy } from './endedBy';
import { fingerprint } from './fingerprint';
import type { ServerConsent } from './serverConsent';
import { type ServerEntry, serverEntries } from './serverEntry';
import type { ServerLease, ServerScopes } from './serverScopes';
import { serverTools } from './serverTools';

export type McpSourceOptions = {
  readonly scopes: ServerScopes;
  readonly consent: ServerConsent;
  /** Offered to every session, and given by code that thereby agrees to them; a session's own server of that name takes the place of one. */
  readonly everywhere?: () => readonly McpServerDefinition[];
  /** The person's own, offered to every session that may use them. One that does not start is a warning: no definition counts on it. */
  readonly personal?: () => readonly McpServerDefinition[];
};

/** The tools of MCP servers. Servers are shared by all steps of a run, or by the turns of one session that overlap. */
export function createMcpSource({ scopes, consent, everywhere = () => [], personal = () => [] }: McpSourceOptions): ToolSource {
  return {
    async open(settings, opening, signal) {
      const own = settings.mcpServers ?? [];
      const given = everywhere().filter(({ name }) => !own.some(isCalled(name)));
      const further = personal().filter((server) => mightUse(settings, server) && ![...own, ...given].some(isCalled(server.name)));
      if (own.length + given.length + further.length === 0) return { tools: [] };
      const lease = scopes.hold(opening.metadata.runId ?? opening.sessionId);
      // One that fails ends the waiting for the others, and the questions about them.
      const failed = new AbortController();
      const scene = { lease, consent, settings, opening, signal: AbortSignal.any([signal, failed.signal]) };
      const open = (definitions: readonly McpServerDefinition[], isAgreed = false) =>
        serverEntries(definitions, settings.workDir).map((entry) => openServer(entry, isAgreed ? { ...scene, consent: agreed } : scene));
      try {
        const [needed, welcome] = await Promise.all([Promise.all([...open(own), ...open(given, true)]), Promise.allSettled(open(further))]);
        const started = welcome.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        const warnings = welcome.flatMap((outcome) => (outcome.status === 'rejected' ? [sentenceOf(outcome.reason)] : []));
        return { tools: [...needed, ...started].flat(), warnings, close: lease.release };
      } catch (error) {
        failed.abort(error);
        await lease.release();
        throw error;
      }
    },
  };
}

type Opening = {
  readonly lease: ServerLease;
  readonly consent: ServerConsent;
  readonly settings: SessionSettings;
  readonly opening: ToolBoxOpening;
  readonly signal: AbortSignal;
};

async function openServer(entry: ServerEntry, { lease, consent, settings, opening, signal }: Opening): Promise<readonly Tool[]> {
  const key = await fingerprint(entry);
  const callId = await consent({ entry, fingerprint: key, settings, opening, signal });
  signal.throwIfAborted();
  const connection = lease.connection(key, entry, sharedBy(opening));
  const start = endedBy(signal, connection.tools()).then((listed) => serverTools(connection, listed));
  return callId === undefined ? start : told(start, callId, opening);
}

/** The servers of a run work for all its steps. */
function sharedBy(opening: ToolBoxOpening): WorkOwner {
  const owner = ownerOf(opening);
  return owner.runId === null ? owner : { ...owner, sessionId: null, stepId: null };
}

/** Whoever was asked sees what became of it. */
async function told(start: Promise<readonly Tool[]>, callId: string, opening: ToolBoxOpening): Promise<readonly Tool[]> {
  const startedAt = performance.now();
  const report = (isError: boolean, preview: string) =>
    opening.report({ type: 'tool.done', callId, isError, preview, durationMs: Math.round(performance.now() - startedAt) });
  try {
    const tools = await start;
    await report(false, tools.map(({ name }) => name).join('\n') || 'It has no tools.');
    return tools;
  } catch (error) {
    await report(true, sentenceOf(error));
    throw error;
  }
}

const agreed: ServerConsent = async () => undefined;

function isCalled(name: string): (server: McpServerDefinition) => boolean {
  return (server) => server.name.toLowerCase() === name.toLowerCase();
}

/** Whether `allowedTools` leaves any tool of the server. */
function mightUse({ allowedTools }: SessionSettings, server: McpServerDefinition): boolean {
  const prefix = `${server.name}__`.toLowerCase();
  return allowedTools?.some((entry) => mightFit(entry.toLowerCase(), prefix)) ?? true;
}

function mightFit(entry: string, prefix: string): boolean {
  if (!entry.endsWith('*')) return entry.startsWith(prefix);
  const start = entry.slice(0, -1);
  return start.startsWith(prefix) || prefix.startsWith(start);
}

function sentenceOf(error: unknown): string {
  return isAppError(error) || error instanceof Error ? error.message : String(error);
}
