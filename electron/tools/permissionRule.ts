import { surelyFits } from './shell/wildcard';

/** A rule, taken apart: which tools it is about, and which of their inputs. */
export type ParsedRule = {
  readonly rule: string;
  readonly tool: string;
  readonly pattern: string | undefined;
};

const TRUSTED = 'trusted ';

/** The rules that are about a tool. */
export function rulesAbout(rules: readonly string[] = [], name: string): readonly ParsedRule[] {
  return rules.map(parseRule).filter(({ tool }) => surelyFits(tool, name.toLowerCase()));
}

/** Those that allow even what comes after untrusted text. */
export function trustedRules(rules: readonly string[] = []): readonly string[] {
  return rules.filter((rule) => rule.trim().startsWith(TRUSTED));
}

export function asTrusted(rule: string): string {
  return `${TRUSTED}${rule}`;
}

/** The pattern that fits this text alone. */
export function exactPattern(text: string): string {
  return text.replaceAll('*', '\\*');
}

function parseRule(rule: string): ParsedRule {
  const { tool, pattern } = /^(?:trusted )?(?<tool>[^()]+)(?:\((?<pattern>.*)\))?$/s.exec(rule.trim())?.groups ?? {};
  return { rule, tool: (tool ?? '').toLowerCase(), pattern };
}
