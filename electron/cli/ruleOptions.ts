import { z } from 'zod';
import type { StepgraphClient } from '../../shared/ipc/contract';
import { visibleText } from '../../shared/lib/visibleText';
import type { PermissionRules } from '../../shared/session/permissionRules';
import { commonSchema, ruleSchema } from './options';
import { findStoredWorkflow } from './storedWorkflow';
import { type OptionSpec, UsageError } from './verb';

/** From what comes first in deciding to what comes last. */
export const RULE_KINDS = ['deny', 'ask', 'allow'] as const satisfies readonly (keyof PermissionRules)[];

/** Of verbs about the rules that are kept. */
export const OWNER_OPTIONS: { readonly [name: string]: OptionSpec } = {
  workflow: { type: 'string', value: 'NAME', help: 'the rules of a stored workflow, by its name or id, in place of your own' },
};
export const ownerSchema = commonSchema.extend({ workflow: z.string().min(1).optional() });

export const changedRulesSchema = ownerSchema.extend(ruleSchema.shape);

/** Whose rules are meant: those of a workflow, or the person's own. */
export async function ownerOf(client: StepgraphClient, workflow: string | undefined): Promise<{ id: string | null; name: string }> {
  return workflow === undefined ? { id: null, name: 'you' } : findStoredWorkflow(client, workflow);
}

/** The rules that were given, each with its kind, at least one. */
export function givenRules(options: Required<PermissionRules>) {
  const given = RULE_KINDS.flatMap((kind) => options[kind].map((rule) => ({ kind, rule })));
  if (given.length === 0) throw new UsageError(["Give a rule: --deny, --ask or --allow, as in --allow 'bash(npm test*)'."]);
  return given;
}

/** A rule in one line, whole. */
export function ruleText(rule: string): string {
  return visibleText(rule).replaceAll('\n', '\\n');
}
