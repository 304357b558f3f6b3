import { assertNever } from '../../shared/lib/assertNever';
import type { PermissionMode } from '../../shared/session/session';
import { catastropheOf } from './catastrophicCommand';
import { rulesAbout, trustedRules } from './permissionRule';
import { findAllowance, findRestriction, hasExactAllowance, type PermissionRules } from './permissionRules';
import { type PermissionSubject, type RuledCall, subjectOf } from './permissionSubject';
import { protectedWord } from './protectedPatterns';
import { isProtected } from './protectedPlaces';
import { whyNotReadOnly } from './shell/readOnlyScript';

export type PermissionQuestion = RuledCall & {
  readonly mode: PermissionMode;
  readonly isReadOnly: boolean;
  readonly rules?: PermissionRules;
  /** The session has read what others wrote, and that is to count: only trusted rules then let it change things unasked. */
  readonly isTainted?: boolean;
};

export type PermissionVerdict = { readonly verdict: 'allow' | 'ask' | 'deny'; readonly reason: string };

/** A question with what has been found out about its call. */
type Case = PermissionQuestion & {
  readonly subject: PermissionSubject;
  /** Why it is not sure to only read, as the rest of a sentence that begins with "it". */
  readonly effect: string | undefined;
};

const READING_TOOLS = ['read', 'grep', 'glob'];
const AFTER_UNTRUSTED = 'it comes after text that others may have written, and no trusted rule allows it';
const EDITING_TOOLS: ReadonlySet<string> = new Set(['write', 'edit']);

/**
 * Whether a tool call may run (semantics.md, section 6): deny rule, catastrophic command, ask rule, allow rule, mode, in this order.
 * `plan` is stricter than an allow rule: nothing but reads runs in it. So are protected files: writing them asks in every mode but
 * `bypassPermissions`, unless a rule allows that very call. And so, where that is wanted, is what comes after untrusted text.
 */
export function decidePermission(question: PermissionQuestion): PermissionVerdict {
  const { mode, name, rules = {} } = question;
  const subject = subjectOf(question);
  const denyRule = findRestriction(rules.deny, name, subject);
  if (denyRule !== undefined) return { verdict: 'deny', reason: `the rule "${denyRule}" forbids it` };
  const catastrophe = subject.kind === 'shell' ? catastropheOf(subject.script) : undefined;
  if (catastrophe !== undefined) return { verdict: 'deny', reason: `${catastrophe}, which is never done` };
  const found: Case = { ...question, subject, effect: effectOf(question, subject) };
  if (mode === 'plan' && found.effect !== undefined) return { verdict: 'deny', reason: 'in plan mode nothing runs but what only reads' };
  const why = whyAsk(found);
  if (why !== undefined) return { verdict: 'ask', reason: why };
  const byRules = (allow: readonly string[] | undefined): PermissionVerdict | undefined => {
    const allowRules = findAllowance(allow, name, subject, question);
    return allowRules && { verdict: 'allow', reason: allowedBy(allowRules) };
  };
  const usual = byRules(rules.allow) ?? byMode(found);
  const needsTrust = question.isTainted === true && found.effect !== undefined && mode !== 'bypassPermissions';
  if (!needsTrust || usual.verdict !== 'allow') return usual;
  return byRules(trustedRules(rules.allow)) ?? { verdict: 'ask', reason: AFTER_UNTRUSTED };
}

/** What asks whatever rules allow. */
function whyAsk({ mode, name, rules = {}, subject, effect }: Case): string | undefined {
  const askRule = findRestriction(rules.ask, name, subject);
  if (askRule !== undefined) return `the rule "${askRule}" asks for it`;
  if (subject.kind === 'shell' && !subject.script.isWhole && (rules.deny || rules.ask))
    return 'it cannot be read, so rules cannot be applied to it';
  if (mode === 'bypassPermissions' || effect === undefined || hasExactAllowance(rules.allow, name, subject)) return undefined;
  const place = protectedPlaceOf(subject);
  return place === undefined ? undefined : `${place} is a file that other programs act on`;
}

function byMode(found: Case): PermissionVerdict {
  switch (found.mode) {
    case 'bypassPermissions':
      return { verdict: 'allow', reason: 'all permissions are bypassed' };
    case 'acceptEdits':
      if (EDITING_TOOLS.has(found.name)) return { verdict: 'allow', reason: 'edits are accepted' };
      return readOrAsk(found);
    case 'default':
    case 'plan':
      return readOrAsk(found);
    default:
      return assertNever(found.mode);
  }
}

function readOrAsk({ effect }: Case): PermissionVerdict {
  return effect === undefined ? { verdict: 'allow', reason: 'it only reads' } : { verdict: 'ask', reason: `it ${effect}` };
}

/** What an MCP server says of its own tools is not believed. */
function effectOf({ name, isReadOnly, workDir, rules = {} }: PermissionQuestion, subject: PermissionSubject): string | undefined {
  if (name === 'bash' && subject.kind === 'shell') {
    const isKept = READING_TOOLS.some((tool) => rulesAbout([...(rules.deny ?? []), ...(rules.ask ?? [])], tool).length > 0);
    return whyNotReadOnly(subject.script, { workDir }) ?? (isKept ? 'may read what rules keep from reading tools' : undefined);
  }
  return isReadOnly && !name.includes('__') ? undefined : 'can change things';
}

function protectedPlaceOf(subject: PermissionSubject): string | undefined {
  if (subject.kind === 'path') return subject.paths.find(isProtected);
  return subject.kind === 'shell' ? protectedWord(subject.script.words, subject.workDir) : undefined;
}

function allowedBy(rules: readonly string[]): string {
  const [first = '', ...others] = rules.map((rule) => `"${rule}"`);
  return others.length === 0 ? `the rule ${first} allows it` : `the rules ${[first, ...others].join(', ')} allow it`;
}
