import { isSecretName } from '../../lib/secretName';
import { jsonPath } from '../jsonPath';
import type { WorkflowProblem } from '../problems';
import type { McpServerDefinition } from '../schema';
import type { WorkflowCatalog } from './catalog';
import type { Draft, DraftStep } from './draft';

/** Leaves room for the names of tools, which the Messages API allows 128 characters together with it. */
export const SERVER_NAME_PATTERN = /^[A-Za-z0-9_-]{1,48}$/;

/**
 * What a workflow and its steps bring along: servers that could not start, secrets in the open, folders of skills that can't be read. All are warnings: their
 * steps fail by themselves, or go on without.
 */
export function checkConnections(draft: Draft, { skillDirectories }: WorkflowCatalog): WorkflowProblem[] {
  const found: WorkflowProblem[] = [];
  checkServers(draft.mcpServers ?? [], 'workflow', (code, path, message) =>
    found.push({ severity: 'warning', code, path: jsonPath(path), message }),
  );
  for (const [index, step] of draft.steps.entries()) {
    const stepId = step.id !== undefined ? { stepId: step.id } : {};
    const warn: Warn = (code, path, message) =>
      found.push({ severity: 'warning', code, path: jsonPath(['steps', index, ...path]), ...stepId, message });
    checkServers(step.mcpServers ?? [], 'step', warn);
    checkSkills(step, skillDirectories, warn);
  }
  return found;
}

type Warn = (code: 'invalid_server' | 'plain_secret' | 'unreadable_skill', path: readonly PropertyKey[], message: string) => unknown;

function checkServers(servers: readonly McpServerDefinition[], owner: 'workflow' | 'step', warn: Warn): void {
  servers.forEach((server, place) => {
    const at = (...path: readonly PropertyKey[]) => ['mcpServers', place, ...path];
    const { name, command, url } = server;
    const isTaken = servers.slice(0, place).some((other) => other.name.toLowerCase() === name.toLowerCase());
    if (!SERVER_NAME_PATTERN.test(name))
      warn('invalid_server', at('name'), `"${name}" cannot be a server's name: use up to 48 letters, digits, underscores and hyphens.`);
    if (isTaken) warn('invalid_server', at('name'), `Two servers of the ${owner} are called "${name}": rename one of them.`);
    if (typeof command === 'string') {
      if (command.trim() === '') warn('invalid_server', at('command'), `The server "${name}" has no program to start.`);
    } else if (!/^https?:\/\/./.test(String(url)) && !String(url).startsWith('${secret:')) {
      warn('invalid_server', at('url'), `The address of the server "${name}" must begin with http:// or https://.`);
    }
    for (const field of ['env', 'headers'] as const) checkSecrets(server, field, at(field), warn);
  });
}

/** A definition is shared and stored; what is secret has its place elsewhere. */
function checkSecrets(server: McpServerDefinition, field: 'env' | 'headers', at: readonly PropertyKey[], warn: Warn): void {
  for (const [name, value] of Object.entries(server[field] ?? {})) {
    if (!isSecretName(name) || typeof value !== 'string' || value.trim() === '' || value.includes('${secret:')) continue;
    const message = `The value of ${name} stands in the workflow for everyone to read. Set it in Settings, under Secrets, and write \${secret:NAME} here.`;
    warn('plain_secret', [...at, name], message);
  }
}

function checkSkills(step: DraftStep, known: WorkflowCatalog['skillDirectories'], warn: Warn): void {
  step.skillDirectories?.forEach((directory, place) => {
    const remarks = known && Object.hasOwn(known, directory) ? (known[directory] ?? []) : [];
    for (const remark of remarks) warn('unreadable_skill', ['skillDirectories', place], remark);
  });
}
