import { isToolAllowed } from './allowedTools';
import type { McpServerDefinition, ReadonlyWorkflow, WorkflowDefinition, WorkflowStepDefinition } from './schema';
import { stepName } from './schema';

export type BroughtKind = 'server' | 'skills' | 'tools' | 'ignored';

/** One thing that a workflow would use once it runs, and the steps that would. */
export type Brought = { readonly kind: BroughtKind; readonly what: string; readonly steps: readonly string[] };

/** What other tools write into such files, and what nobody can give by a file here. */
const WITHOUT_EFFECT = ['permissionMode', 'permissions', 'workDir', 'hooks'] as const;

const EFFECTS: readonly { readonly tool: string; readonly what: string; readonly isOffered: boolean }[] = [
  { tool: 'bash', what: 'bash: shell commands', isOffered: true },
  { tool: 'write', what: 'write: new files and whole files', isOffered: true },
  { tool: 'edit', what: 'edit: changes of files', isOffered: true },
  { tool: 'run_workflow', what: 'run_workflow: workflows that the model designs', isOffered: false },
];

/**
 * What somebody else's steps would start, load or be able to do when they run: for a person to read before they take them over. Nothing of it
 * is asked about when it only reads.
 */
export function bringsAlong(
  workflow: Pick<ReadonlyWorkflow | WorkflowDefinition, 'steps'> & Partial<ReadonlyWorkflow | WorkflowDefinition>,
): readonly Brought[] {
  const found = new Map<string, { kind: BroughtKind; what: string; steps: Set<string> }>();
  const add = (kind: BroughtKind, what: string, step?: string) => {
    const known = found.get(`${kind} ${what}`) ?? { kind, what, steps: new Set() };
    if (step !== undefined) known.steps.add(step);
    found.set(`${kind} ${what}`, known);
  };
  for (const server of workflow.mcpServers ?? []) add('server', serverText(server as McpServerDefinition));
  for (const each of workflow.steps) {
    const step = each as WorkflowStepDefinition;
    const name = stepName(step);
    for (const server of step.mcpServers ?? []) add('server', serverText(server), name);
    for (const folder of step.skillDirectories ?? []) add('skills', folder, name);
    for (const { what } of EFFECTS.filter((effect) => mayUse(step, effect))) add('tools', what, name);
    for (const key of WITHOUT_EFFECT) if (key in step) add('ignored', `${key}: ${JSON.stringify(step[key])}`, name);
  }
  for (const key of WITHOUT_EFFECT) if (key in workflow) add('ignored', `${key}: ${JSON.stringify(Object(workflow)[key])}`);
  return ORDER.flatMap((kind) =>
    [...found.values()].filter((each) => each.kind === kind).map((each) => ({ ...each, steps: [...each.steps] })),
  );
}

const ORDER: readonly BroughtKind[] = ['server', 'skills', 'tools', 'ignored'];

function mayUse({ mode, allowedTools, tools }: WorkflowStepDefinition, { tool, isOffered }: (typeof EFFECTS)[number]): boolean {
  if (mode === 'single') return false;
  if (allowedTools) return isToolAllowed(allowedTools, tool);
  const named = (tools ?? []).map((given) => (typeof given === 'string' ? given : given.name));
  return isOffered || isToolAllowed(named, tool);
}

/** As one would type it, with all that it is given. */
function serverText(server: McpServerDefinition): string {
  if ('url' in server && typeof server.url === 'string') {
    const headers = Object.entries(Object(server.headers)).map(([name, value]) => `${name}: ${value}`);
    return [`${server.name}: ${server.url}`, ...headers].join(', with the header ');
  }
  const { name, command, args = [], env = {}, cwd } = server as Extract<McpServerDefinition, { command: unknown }>;
  const line = [...Object.entries(env).map(([key, value]) => `${key}=${quoted(value)}`), quoted(command), ...args.map(quoted)].join(' ');
  return `${name}: ${line}${cwd === undefined ? '' : ` (in ${cwd})`}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}
