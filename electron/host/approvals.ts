import type { z } from 'zod';
import type { PendingPermission, permissionsContract } from '../../shared/ipc/contract/permissions';
import { AppError } from '../../shared/lib/appError';
import { changedRules } from '../../shared/session/permissionRules';
import type { Clock, Logger } from '../engine/ports';
import type { PermissionService } from '../ipc/hostServices';
import type { PermissionDecision, SessionStore } from '../sessions/ports';
import type { Approver } from '../tools/permissionGate';
import { decidePermission } from '../tools/permissions';
import { Announcer } from './announcer';
import { type ApprovalRequest, type DecisionPorts, pendingPermission, questionOf } from './approvalRequest';
import type { ApprovalRules } from './approvalRules';
import type { Sandbox } from './sandbox';

type Answer = z.output<typeof permissionsContract.answer.input>;

type Waiting = {
  readonly request: ApprovalRequest;
  readonly shown: PendingPermission;
  settle(decision: PermissionDecision): void;
};

export type ApprovalsPorts = DecisionPorts & {
  readonly rules: ApprovalRules;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly sandbox: Pick<Sandbox, 'state'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
};

/** Calls that wait for a person, in the order of asking; and the answers. */
export type Approvals = { readonly approver: Approver; readonly service: PermissionService };

/**
 * Requests live in the host, so that no window is needed to keep them: each waits until it is answered, by whom- and from wherever, or until
 * its call is stopped. A rule that an answer makes also answers what else it fits.
 */
export function createApprovals({ rules, sessions, sandbox, clock, log, ...decision }: ApprovalsPorts): Approvals {
  const waiting = new Map<string, Waiting>();
  const changes = new Announcer(log);

  async function ask(request: ApprovalRequest): Promise<PermissionDecision> {
    const { requestId, context } = request;
    context.signal.throwIfAborted();
    const answered = Promise.withResolvers<PermissionDecision>();
    const withdraw = () => answered.reject(context.signal.reason);
    context.signal.addEventListener('abort', withdraw, { once: true });
    const askedAt = new Date(clock.now()).toISOString();
    waiting.set(requestId, {
      request,
      shown: pendingPermission(request, askedAt, { rules, sessions, ...decision }),
      settle: answered.resolve,
    });
    changes.announce();
    try {
      return await answered.promise;
    } finally {
      context.signal.removeEventListener('abort', withdraw);
      waiting.delete(requestId);
      changes.announce();
    }
  }

  async function answer(given: Answer): Promise<void> {
    const found = waiting.get(given.requestId);
    if (!found) throw new AppError('NOT_FOUND', 'This request was answered already, or its run was stopped. There is nothing more to do.');
    const { shown, request } = found;
    if ((given.answer === 'run' || given.answer === 'always') && shown.rules.length === 0)
      throw new AppError('INVALID_INPUT', 'No rule can allow calls like this one. Allow it once, or deny it.');
    if (given.answer === 'always') {
      await rules.save(given.workflowId, (before) => changedRules(before, { add: { allow: shown.rules } }));
    }
    if (given.answer === 'run') rules.allowFor(rules.originOf(request.context).root, shown.rules);
    found.settle(decisionOf(given));
    if (given.answer === 'run' || given.answer === 'always') settleByRules();
  }

  function settleByRules(): void {
    for (const { request, settle } of waiting.values()) {
      const question = questionOf(request, decision);
      const verdict = question && decidePermission(question);
      if (verdict && verdict.verdict !== 'ask')
        settle({ state: verdict.verdict === 'allow' ? 'allowed' : 'denied', reason: verdict.reason });
    }
  }

  return {
    approver: { ask },
    service: {
      pending: () => [...waiting.values()].map(({ shown }) => shown),
      answer,
      rules: (workflowId) => rules.of(workflowId),
      async changeRules(workflowId, ruleChanges) {
        const saved = await rules.save(workflowId, (before) => changedRules(before, ruleChanges));
        settleByRules();
        return saved;
      },
      sandbox: sandbox.state,
      onChange: changes.subscribe,
    },
  };
}

function decisionOf({ answer, reply }: Answer): PermissionDecision {
  switch (answer) {
    case 'deny':
      return { state: 'denied', reason: 'the person said no', ...(reply?.trim() && { reply: reply.trim() }) };
    case 'once':
      return { state: 'allowed', reason: 'the person allowed it once' };
    case 'run':
      return { state: 'allowed', reason: 'the person allowed it for this run' };
    case 'always':
      return { state: 'allowed', reason: 'the person always allows it' };
  }
}
