import type { PermissionRules } from '../../shared/session/permissionRules';
import type { Ids } from '../engine/ports';
import type { PermissionDecision, PermissionGate, PermissionRequest, ToolContext } from '../sessions/ports';
import { placeOf, shownText } from './judgedFile';
import { withheldFrom } from './permissionRules';
import { decidePermission, type PermissionVerdict } from './permissions';

/** A person, or what stands for one, who can be asked. */
export type Approver = {
  /** Waits for the answer; rejects when `request.context.signal` fires. */
  ask(request: ApprovalRequest): Promise<PermissionDecision>;
};

export type ApprovalRequest = PermissionRequest & {
  readonly requestId: string;
  readonly reason: string;
  /** See `JudgedFile`: the call changes a file of this text or none. */
  readonly before?: string | null;
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
      const found = await placeOf(request);
      const question = {
        name: tool.name,
        isReadOnly: tool.isReadOnly,
        workDir: context.workDir,
        mode: context.permissionMode,
        ...(rules && { rules }),
        ...(found?.file && { found: found.file }),
        isTainted: isTainted?.(context) ?? false,
      };
      // By the place that was found as well: a link may lead elsewhere each time it is looked at, and the call is held to this place.
      const readings = [input, ...(found?.input === undefined ? [] : [found.input])];
      const { verdict, reason } = strictest(readings.map((each) => decidePermission({ ...question, input: each })));
      if (verdict === 'deny') return { state: 'denied', reason };
      const judged = found && { place: found.file?.real ?? null };
      if (verdict === 'allow')
        return {
          state: 'allowed',
          reason,
          ...(judged && { judged }),
          ...withholding([...(rules?.deny ?? []), ...(rules?.ask ?? [])], request),
        };
      const approver = approverFor?.(context);
      if (!approver)
        return {
          state: 'denied',
          reason: `${reason}, which needs a person's approval, and nobody is there to give it. Go on without it, and say so in your answer.`,
        };
      const requestId = ids.next('request');
      const before = found?.file && !tool.isReadOnly ? await shownText(found.file, context.signal) : undefined;
      const shown = before === undefined ? {} : { before };
      await onAsk(requestId, reason);
      const answer = await approver.ask({ ...request, ...shown, requestId, reason });
      return { ...answer, ...(judged && { judged: { ...judged, ...shown } }), ...withholding(rules?.deny, request) };
    },
  };
}

function strictest(verdicts: readonly PermissionVerdict[]): PermissionVerdict {
  const [first, ...others] = verdicts;
  if (!first) throw new Error('there is nothing to decide');
  return others.reduce((before, next) => (SEVERITY[next.verdict] > SEVERITY[before.verdict] ? next : before), first);
}

const SEVERITY = { allow: 0, ask: 1, deny: 2 } as const;

function withholding(rules: readonly string[] | undefined, { tool, context }: PermissionRequest): Pick<PermissionDecision, 'withheld'> {
  const withheld = withheldFrom(rules, tool.name, context.workDir);
  return withheld.length === 0 ? {} : { withheld };
}
