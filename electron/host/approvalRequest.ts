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
  const { requestId, reason, tool, input, context, before } = request;
  const { steps, workflowIds } = rules.originOf(context);
  const question = questionOf(request, ports);
  const [, ...ancestors] = lineageOf(sessions, context.sessionId);
  const startedBy = sessions.get(ancestors.at(-1) ?? '')?.title;
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
