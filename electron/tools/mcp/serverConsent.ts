import { START_SERVER } from '../../../shared/catalog/tools';
import { AppError } from '../../../shared/lib/appError';
import type { Json } from '../../../shared/lib/json';
import type { SessionSettings } from '../../../shared/session/session';
import type { Ids } from '../../engine/ports';
import type { ToolBoxOpening, ToolContext } from '../../sessions/ports';
import type { Approver } from '../permissionGate';
import { endedBy } from './endedBy';
import type { ServerEntry } from './serverEntry';

/** Which servers people have agreed to start, by the fingerprint of the whole entry. */
export type ServerAgreements = {
  has(fingerprint: string): boolean;
  /** Resolves when it can no longer be lost. */
  add(fingerprints: readonly string[]): Promise<void>;
};

export type ConsentPorts = {
  readonly agreements: ServerAgreements;
  readonly ids: Ids;
  readonly approverFor?: ((context: ToolContext) => Approver | undefined) | undefined;
};

export type ConsentQuestion = {
  readonly entry: ServerEntry;
  readonly fingerprint: string;
  readonly settings: SessionSettings;
  readonly opening: ToolBoxOpening;
  readonly signal: AbortSignal;
};

/** Answers with the id under which a person was asked, so that what became of it can be told; nothing when they had agreed before. */
export type ServerConsent = (question: ConsentQuestion) => Promise<string | undefined>;

/**
 * No server starts that nobody has agreed to: the definition may be someone else's. Mode and rules have no say in it, not even
 * `bypassPermissions`: they are about what an agent does here, not about what a file brought along. Rejects with `PERMISSION_DENIED`.
 */
export function createServerConsent({ agreements, ids, approverFor }: ConsentPorts): ServerConsent {
  const asking = new Map<string, Promise<unknown>>();

  async function ask({ entry, fingerprint, settings, opening, signal }: ConsentQuestion): Promise<string | undefined> {
    // Another step may have been told meanwhile.
    if (agreements.has(fingerprint)) return undefined;
    const callId = `${START_SERVER}_${entry.name}`;
    const { workDir, permissionMode } = settings;
    const context: ToolContext = { sessionId: opening.sessionId, callId, workDir, permissionMode, signal, metadata: opening.metadata };
    const approver = approverFor?.(context);
    if (!approver)
      throw refusal(
        entry,
        `nobody has agreed to it yet, and nobody is there to ask. It is:\n${JSON.stringify(shown(entry), undefined, 2)}\nTo agree to exactly this, run it in a window or a terminal, or with --allow-mcp ${fingerprint}`,
      );
    const requestId = ids.next('request');
    const input = shown(entry);
    const reason = `the workflow brings the MCP server "${entry.name}" along, and nobody has agreed to start it`;
    await opening.report({ type: 'permission', callId, state: 'asked', name: START_SERVER, input, reason, requestId });
    const decision = await endedBy(
      signal,
      approver.ask({ tool: { name: START_SERVER, isReadOnly: false }, input, context, requestId, reason }),
    );
    const { state, reason: why, reply } = decision;
    await opening.report({ type: 'permission', callId, state, reason: why, ...(reply && { reply }) });
    if (state === 'denied') throw refusal(entry, reply ? `${why}: ${reply}` : why);
    await agreements.add([fingerprint]);
    return callId;
  }

  return async (question) => {
    const { fingerprint } = question;
    if (agreements.has(fingerprint)) return undefined;
    // About one server one after the other, so that several steps that have it ask once.
    const asked = (asking.get(fingerprint) ?? Promise.resolve()).then(() => ask(question));
    const over = asked.catch(() => undefined);
    asking.set(fingerprint, over);
    void over.then(() => asking.get(fingerprint) === over && asking.delete(fingerprint));
    return asked;
  };
}

/** All of it, as people have to see it. */
function shown(entry: ServerEntry): { readonly [key: string]: Json } {
  const { kind: _, ...rest } = entry;
  return rest;
}

function refusal({ name }: ServerEntry, why: string): AppError {
  return new AppError('PERMISSION_DENIED', `The MCP server "${name}" was not started: ${why}`);
}
