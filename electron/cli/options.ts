import { z } from 'zod';
import { permissionRuleSchema } from '../../shared/session/permissionRules';
import { SANDBOX_MODES } from '../../shared/session/sandbox';
import { PERMISSION_MODES } from '../../shared/session/session';
import type { OptionSpec } from './verb';

/** Options that several verbs have, each with how it is read. */

export const COMMON_OPTIONS: { readonly [name: string]: OptionSpec } = {
  db: { type: 'string', value: 'FILE', help: 'the store to use (default: $STEPGRAPH_DB, else the one of the app)' },
  json: { type: 'boolean', help: 'print the result as JSON' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
};

export const commonSchema = z.object({ db: z.string().min(1).optional(), json: z.boolean().default(false) });

export const HOST_OPTIONS: { readonly [name: string]: OptionSpec } = {
  workdir: { type: 'string', value: 'DIR', help: 'where tools work (default: the current folder)' },
};

export const hostSchema = commonSchema.extend({ workdir: z.string().min(1).optional() });

/** Of verbs that have steps or turns work. */
export const SANDBOX_OPTIONS: { readonly [name: string]: OptionSpec } = {
  sandbox: { type: 'string', value: 'MODE', help: 'keep commands to the work directory: on, offline or off (default: as in Settings)' },
};

export const sandboxSchema = z.object({
  sandbox: z.enum(SANDBOX_MODES, { error: `give one of ${SANDBOX_MODES.join(', ')}` }).optional(),
});

export const EVENT_OPTIONS: { readonly [name: string]: OptionSpec } = {
  events: { type: 'boolean', help: 'print every event of the run, one JSON object a line' },
};

export const eventSchema = z.object({ events: z.boolean().default(false) });

/** Rules for one run, each option as often as one likes. */
export const RULE_OPTIONS: { readonly [name: string]: OptionSpec } = {
  allow: { type: 'string', multiple: true, value: 'RULE', help: "run it unasked: a tool, or tool(pattern) as in 'bash(npm test*)'" },
  ask: { type: 'string', multiple: true, value: 'RULE', help: 'ask even though the mode or another rule allows it' },
  deny: { type: 'string', multiple: true, value: 'RULE', help: 'never run it, in any mode' },
};

const rules = z.array(permissionRuleSchema).default([]);
export const ruleSchema = z.object({ allow: rules, ask: rules, deny: rules });

/** What a definition may start on this computer, for one command. */
export const SERVER_OPTIONS: { readonly [name: string]: OptionSpec } = {
  'allow-mcp': {
    type: 'string',
    multiple: true,
    value: 'FINGERPRINT',
    help: 'start the MCP server that a refusal showed with this fingerprint, as long as nothing of it changes',
  },
};

export const serverSchema = z.object({
  'allow-mcp': z
    .array(z.string().regex(/^[0-9a-f]{64}$/, 'give the fingerprint that the refusal shows: 64 digits from 0 to f'))
    .default([]),
});

export const FILE_OPTIONS: { readonly [name: string]: OptionSpec } = {
  'keep-files': { type: 'boolean', help: 'each step keeps the files before and after it (default: as in Settings)' },
};

export const fileSchema = z.object({ 'keep-files': z.boolean().optional() });

/** A whole number written in decimal digits. */
export function wholeNumber(least: number, most: number) {
  const message = `give a whole number from ${least} to ${most}`;
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(z.number().min(least, message).max(most, message));
}

export const permissionMode = z.enum(PERMISSION_MODES, { error: `give one of ${PERMISSION_MODES.join(', ')}` });
