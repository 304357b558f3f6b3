import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { START_SERVER } from '../../shared/catalog/tools';
import type { PendingPermission } from '../../shared/ipc/contract/permissions';
import type { PermissionRules } from '../../shared/session/permissionRules';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { Approver } from '../tools/permissionGate';
import { suggestRules } from '../tools/permissionSuggestion';
import type { PermissionQuestion } from '../tools/permissions';
import type { ApprovalRules } from './approvalRules';
import { lineageOf } from './lineage';

/** What of a host decides beside the call itself. */
export type DecisionPorts = {
  readonly rulesFor: (context: ToolContext) => PermissionRules;
  readonly isTainted: (context: ToolContext) => boolean;
};

export type ApprovalRequest = Parameters<Approver['ask']>[0];

const LARGEST_SHOWN = 512 * 1024;

/** The question of a request, as it stands by the rules of this moment; nothing where rules have no say. */
export function questionOf(
  { tool, input, context }: ApprovalRequest,
  { rulesFor, isTainted }: DecisionPorts,
): PermissionQuestion | undefined {
  if (tool.name === START_SERVER) return undefined;
  const { workDir, permissionMode: mode } = context;
  return { name: tool.name, isReadOnly: tool.isReadOnly, input, workDir, mode, rules: rulesFor(context), isTainted: isTainted(context) };
}

/** A request as it is shown to people. */
export function pendingPermission(
  request: ApprovalRequest,
  askedAt: string,
  { rules, sessions, ...ports }: DecisionPorts & { readonly rules: ApprovalRules; readonly sessions: Pick<SessionStore, 'get'> },
): PendingPermission {
  const { requestId, reason, tool, input, context } = request;
  const { steps, workflowIds } = rules.originOf(context);
  const question = questionOf(request, ports);
  const [, ...ancestors] = lineageOf(sessions, context.sessionId);
  const startedBy = sessions.get(ancestors.at(-1) ?? '')?.title;
  const before = tool.name === 'write' || tool.name === 'edit' ? textOf(input, context.workDir) : undefined;
  return {
    requestId,
    askedAt,
    sessionId: context.sessionId,
    sessionTitle: sessions.get(context.sessionId)?.title ?? '',
    ...(startedBy !== undefined && { startedBy }),
    callId: context.callId,
    steps,
    tool: tool.name,
    input,
    workDir: context.workDir,
    reason,
    rules: question ? suggestRules(question) : [],
    workflowId: workflowIds[0] ?? null,
    ...(before !== undefined && { before }),
  };
}

/** The file that a call is about; `null` when there is none, nothing when it is not for showing: elsewhere, too large, or no text. */
function textOf(input: ApprovalRequest['input'], workDir: string): string | null | undefined {
  const { file_path: file } = Object(input);
  if (typeof file !== 'string') return undefined;
  try {
    const place = path.resolve(workDir, file);
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat) return null;
    const inside = path.relative(realpathSync(workDir), realpathSync(place));
    if (!stat.isFile() || stat.size > LARGEST_SHOWN || inside.startsWith('..') || path.isAbsolute(inside)) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(place));
  } catch {
    return undefined;
  }
}
