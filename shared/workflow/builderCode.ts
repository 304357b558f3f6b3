import type { ReadonlyWorkflow } from './schema';

const WORKFLOW_KEYS = new Set(['name', 'description', 'steps', 'parameters', 'model', 'systemPrompt', 'mcpServers', 'layout']);
const STEP_OPTIONS = [
  'dependsOn',
  'allowedTools',
  'tools',
  'mcpServers',
  'skillDirectories',
  'model',
  'systemPrompt',
  'mode',
  'retries',
  'timeoutMs',
  'maxTurns',
] as const;
const STEP_KEYS = new Set<string>(['id', 'description', 'prompt', ...STEP_OPTIONS]);

/**
 * The TypeScript that rebuilds `definition` through the Builder: a module that exports `define(sdk)`, which returns the builder, so that
 * `define(sdk).build()` equals the definition and `define(sdk).run(params)` runs it. Nothing is lost that JSON can hold: unknown fields go through
 * `extra`. The code of a tool is left out; what remains stands for the tool registered under its name.
 */
export function toBuilderCode(definition: ReadonlyWorkflow): string {
  const name = [definition.name, ...(definition.description === undefined ? [] : [definition.description])];
  const calls = [
    `.define(${name.map((text) => literal(text, 3)).join(', ')})`,
    ...Object.entries(definition.parameters ?? {}).map(([key, parameter]) => `.param(${literal(key, 2)}, ${literal(parameter, 2)})`),
    ...(definition.model === undefined ? [] : [`.model(${literal(definition.model, 2)})`]),
    ...(definition.systemPrompt === undefined ? [] : [`.systemPrompt(${literal(definition.systemPrompt, 2)})`]),
    ...(definition.mcpServers === undefined ? [] : [`.mcpServers(${literal(definition.mcpServers, 2)})`]),
    ...definition.steps.map((step, index) => stepCall(step, new Set(definition.steps.slice(0, index).map((earlier) => earlier.id)))),
    ...(definition.layout === undefined ? [] : [`.layout(${literal(definition.layout, 2)})`]),
    ...extraCall(definition),
  ];
  return [
    "import type { AgentSdk } from 'stepgraph';",
    '',
    'export function define(sdk: AgentSdk) {',
    '  return sdk.workflow',
    `${calls.map((call) => `    ${call}`).join('\n')};`,
    '}',
    '',
  ].join('\n');
}

function stepCall(step: ReadonlyWorkflow['steps'][number], earlier: ReadonlySet<string>): string {
  const options = STEP_OPTIONS.filter((key) => step[key] !== undefined).map((key) =>
    key === 'dependsOn' ? `dependsOn: ${dependencies(step.dependsOn ?? [], earlier)}` : `${key}: ${literal(step[key], 4)}`,
  );
  const extra = Object.entries(step).filter(([key]) => !STEP_KEYS.has(key));
  if (extra.length > 0) options.push(`extra: ${literal(Object.fromEntries(extra), 4)}`);
  const lines = [literal(step.id, 3), literal(step.description, 3), literal(step.prompt, 3)];
  if (options.length > 0) lines.push(`{\n${options.map((option) => `        ${option},`).join('\n')}\n      }`);
  return `.step(\n${lines.map((line) => `      ${line},`).join('\n')}\n    )`;
}

/** The Builder's types know only the steps added before; an id that comes later needs a cast to compile. */
function dependencies(ids: readonly string[], earlier: ReadonlySet<string>): string {
  return `[${ids.map((id) => (earlier.has(id) ? literal(id, 0) : `${literal(id, 0)} as never`)).join(', ')}]`;
}

function extraCall(definition: ReadonlyWorkflow): string[] {
  // An empty `parameters` has no `.param()` call that would make it.
  const isEmpty = (key: string): boolean => key === 'parameters' && Object.keys(definition.parameters ?? {}).length === 0;
  const extra = Object.entries(definition).filter(([key]) => !WORKFLOW_KEYS.has(key) || isEmpty(key));
  return extra.length === 0 ? [] : [`.extra(${literal(Object.fromEntries(extra), 2)})`];
}

/** A TypeScript literal: JSON with single-quoted text and bare keys where they are identifiers. `depth` is the indentation of its first line. */
function literal(value: unknown, depth: number): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pad = '  '.repeat(depth + 1);
  const end = '  '.repeat(depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, depth + 1));
    return items.join(', ').length < 80 && !items.some((item) => item.includes('\n'))
      ? `[${items.join(', ')}]`
      : `[\n${items.map((item) => `${pad}${item},`).join('\n')}\n${end}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && typeof item !== 'function');
  if (entries.length === 0) return '{}';
  // A computed key keeps `__proto__` a plain property.
  const key = (name: string): string => (name === '__proto__' ? "['__proto__']" : /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name));
  return `{\n${entries.map(([name, item]) => `${pad}${key(name)}: ${literal(item, depth + 1)},`).join('\n')}\n${end}}`;
}

function quoted(text: string): string {
  const json = JSON.stringify(text).slice(1, -1);
  return `'${json.replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
