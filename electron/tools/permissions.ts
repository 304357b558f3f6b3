import { assertNever } from '../../shared/lib/assertNever';
import type { PermissionMode } from '../../shared/session/session';
import { catastropheOf } from './catastrophicCommand';
import { findAllowance, findRestriction, type PermissionRules, type RuledCall } from './permissionRules';

export type PermissionQuestion = RuledCall & {
  readonly mode: PermissionMode;
  readonly isReadOnly: boolean;
  readonly rules?: PermissionRules;
};

export type PermissionVerdict = { readonly verdict: 'allow' | 'ask' | 'deny'; readonly reason: string };

const EDITING_TOOLS: ReadonlySet<string> = new Set(['write', 'edit']);

/**
 * Whether a tool call may run (semantics.md, section 6): deny rule, catastrophic command, ask rule, allow rule, mode, in this order.
 * `plan` is stricter than an allow rule: nothing but reads runs in it.
 */
export function decidePermission(question: PermissionQuestion): PermissionVerdict {
  const { mode, name, rules = {} } = question;
  const denyRule = findRestriction(rules.deny, question);
  if (denyRule !== undefined) return { verdict: 'deny', reason: `the rule "${denyRule}" forbids it` };
  const catastrophe = catastropheIn(question);
  if (catastrophe !== undefined) return { verdict: 'deny', reason: `${catastrophe}, which is never done` };
  if (mode === 'plan' && !isTrustedRead(question)) return { verdict: 'deny', reason: 'in plan mode nothing runs but reading tools' };
  const askRule = findRestriction(rules.ask, question);
  if (askRule !== undefined) return { verdict: 'ask', reason: `the rule "${askRule}" asks for it` };
  const allowRule = findAllowance(rules.allow, question);
  if (allowRule !== undefined) return { verdict: 'allow', reason: `the rule "${allowRule}" allows it` };
  switch (mode) {
    case 'bypassPermissions':
      return { verdict: 'allow', reason: 'all permissions are bypassed' };
    case 'acceptEdits':
      if (EDITING_TOOLS.has(name)) return { verdict: 'allow', reason: 'edits are accepted' };
      return readOrAsk(question);
    case 'default':
    case 'plan':
      return readOrAsk(question);
    default:
      return assertNever(mode);
  }
}

function readOrAsk(question: PermissionQuestion): PermissionVerdict {
  if (isTrustedRead(question)) return { verdict: 'allow', reason: 'it only reads' };
  return { verdict: 'ask', reason: `${question.name} can change things` };
}

/** What an MCP server says of its own tools is not believed. */
function isTrustedRead({ name, isReadOnly }: PermissionQuestion): boolean {
  return isReadOnly && !name.includes('__');
}

function catastropheIn({ name, input }: PermissionQuestion): string | undefined {
  const { command } = Object(input);
  return name === 'bash' && typeof command === 'string' ? catastropheOf(command) : undefined;
}
