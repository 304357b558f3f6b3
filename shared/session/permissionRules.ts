import { z } from 'zod';

/**
 * A tool's name, or a pattern of names, and perhaps a pattern of its input: `bash`, `bash(npm test*)`, `write(src/**)`, `github__*`. `trusted ` before
 * it lets a rule that allows do so even after untrusted text, where that asks again.
 */
export const permissionRuleSchema = z
  .string()
  .trim()
  .max(70_000)
  .regex(/^(trusted )?[A-Za-z0-9_*-]{1,128}(\(.*\))?$/s, 'A rule is the name of a tool, or name(pattern), as in bash(npm test*).');

/** Whether a rule has characters that no person types and no screen shows, among them the mark of what is not known. Such a rule never allows. */
export function holdsControlCharacters(rule: string): boolean {
  return /[^\P{Cc}\t\n]/u.test(rule);
}

const rules = z.array(permissionRuleSchema).max(1_000).default([]);

/** `\*` in a pattern is a star itself. Deny comes before ask, ask before allow. */
export const permissionRulesSchema = z.object({ deny: rules, ask: rules, allow: rules });

export type PermissionRules = { readonly [kind in keyof z.infer<typeof permissionRulesSchema>]?: readonly string[] };

export const NO_RULES: Required<PermissionRules> = { deny: [], ask: [], allow: [] };

/** Rules to add and rules to take back; what is neither stays as it is. */
export const ruleChangesSchema = z.object({ add: permissionRulesSchema.prefault({}), remove: permissionRulesSchema.prefault({}) });

export type RuleChanges = { readonly add?: PermissionRules; readonly remove?: PermissionRules };

export function changedRules(rules: Required<PermissionRules>, { add = {}, remove = {} }: RuleChanges): Required<PermissionRules> {
  const changed = (kind: keyof PermissionRules) => {
    const left = rules[kind].filter((rule) => !remove[kind]?.includes(rule));
    return [...new Set([...left, ...(add[kind] ?? [])])];
  };
  return { deny: changed('deny'), ask: changed('ask'), allow: changed('allow') };
}

/** All the rules of several sources; where they differ, the order of deciding tells. */
export function joinRules(sources: readonly (PermissionRules | undefined)[]): Required<PermissionRules> {
  const all = (kind: keyof PermissionRules) => [...new Set(sources.flatMap((rules) => rules?.[kind] ?? []))];
  return { deny: all('deny'), ask: all('ask'), allow: all('allow') };
}
