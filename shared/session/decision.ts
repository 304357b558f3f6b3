import type { PermissionState } from '../run/events';

/** What was decided about a tool call, and why. */
export type CallDecision = {
  readonly callId: string;
  /** `asked`: a person was asked, and no answer has come. */
  readonly state: PermissionState;
  /** With `asked`, why a person was asked. */
  readonly reason: string;
  /** Why a person was asked, who has answered since; nothing where nobody was. */
  readonly askedBecause?: string;
  /** What the person told the model with the answer. */
  readonly reply?: string;
  /** When the state became what it is (ISO). */
  readonly at: string;
};

/** A decision as its session has it. */
export type StoredDecision = CallDecision & {
  /** The message with the call's result, on whatever branch; none for a call without a result and for a server that was to start. */
  readonly messageId: string | null;
};

/** What people read of a decision. */
export type ShownDecision = Pick<CallDecision, 'state' | 'reason' | 'askedBecause' | 'reply'>;

const STATES = { asked: 'Asked', allowed: 'Allowed', denied: 'Denied' } as const satisfies Record<PermissionState, string>;

/** A decision in sentences, in the order in which it came about. */
export function decisionLines({ state, reason, askedBecause, reply }: ShownDecision): readonly string[] {
  return [
    ...(askedBecause === undefined ? [] : [`Asked: ${askedBecause}`]),
    `${STATES[state]}: ${reason}`,
    ...(reply === undefined ? [] : [`Reply: ${reply}`]),
  ];
}
