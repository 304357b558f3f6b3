import type { PermissionRules } from '../../shared/session/permissionRules';
import type { Ids } from '../engine/ports';
import type { PermissionDecision, PermissionGate, PermissionRequest, ToolContext } from '../sessions/ports';
import { withheldFrom } from './permissionRules';
import { decidePermission } from './permissions';

/** A person, or what stands for one, who can be asked. */
export type Approver = {
  /** Waits for the answer; rejects when `request.context.signal` fires. */
  ask(request: PermissionRequest & { readonly requestId: string; readonly reason: string }): Promise<PermissionDecision>;
};

export type PermissionGateOptions = {
  readonly ids: Ids;
  /** Who is asked about this call; nobody means no. */
  readonly approverFor?: (context: ToolContext) => Approver | undefined;
  readonly rulesFor?: (context: ToolContext) => PermissionRules;
  /** Whether what the session has read makes it ask where it would not otherwise. */
  readonly isTainted?: (context: ToolContext) => boolean;
};

/** Decides by mode and rules, and asks where these say so. Asking without anyone to ask is a denial that the model is told about. */
export function createPermissionGate({ ids, approverFor, rulesFor, isTainted }: PermissionGateOptions): PermissionGate {
  return {
    async decide(request, onAsk) {
      const { tool, input, context } = request;
      const rules = rulesFor?.(context);
      const withheld = withheldFrom(rules?.deny, tool.name);
      const limits = withheld.length === 0 ? {} : { withheld };
      const { verdict, reason } = decidePermission({
        name: tool.name,
        isReadOnly: tool.isReadOnly,
        input,
        workDir: context.workDir,
        mode: context.permissionMode,
        ...(rules && { rules }),
        isTainted: isTainted?.(context) ?? false,
      });
      if (verdict === 'allow') return { state: 'allowed', reason, ...limits };
      if (verdict === 'deny') return { state: 'denied', reason };
      const approver = approverFor?.(context);
      if (!approver)
        return {
          state: 'denied',
          reason: `${reason}, which needs a person's approval, and nobody is there to give it. Go on without it, and say so in your answer.`,
        };
      const requestId = ids.next('request');
      await onAsk(requestId, reason);
      return { ...(await approver.ask({ ...request, requestId, reason })), ...limits };
    },
  };
}
