import type { AgentDefinition } from '../../shared/session/agent';
import { commonTools } from '../../shared/session/bounds';
import type { SessionSettings } from '../../shared/session/session';
import { titleOfPrompt } from '../../shared/session/title';
import type { ToolContext } from '../sessions/ports';
import type { SessionManager } from '../sessions/sessionManager';
import { DEFAULT_MAX_TURNS } from '../sessions/turnLoop';
import type { Store } from '../store/store';
import { RUN_WORKFLOW } from '../tools/runWorkflowTool';
import { sessionsWithin } from './lineage';
import type { McpServers } from './mcpServers';
import type { RunDefaults } from './runs';

export type AgentTasksPorts = {
  readonly store: Pick<Store, 'sessions'>;
  readonly sessions: Pick<SessionManager, 'create' | 'send' | 'continueTurn'>;
  readonly defaults: () => RunDefaults;
  /** Agents come from the person's own code, and with them the servers they name. */
  readonly agree: McpServers['agree'];
};

/** Has an agent do a task in a session of its own, which is a child of the calling one, and gives its answer. */
export async function performTask(ports: AgentTasksPorts, agent: AgentDefinition, prompt: string, context: ToolContext): Promise<string> {
  await ports.agree(agent.mcpServers ?? [], context.workDir);
  const { id } = await ports.sessions.create({
    title: `${agent.name}: ${titleOfPrompt(prompt)}`,
    settings: agentSettings(ports, agent, context),
    metadata: { agent: agent.name },
  });
  const { text } = await ports.sessions.send(id, prompt, { signal: context.signal, isNested: true });
  return text;
}

/** How to go on with a task whose host was cut off in the middle of it, in the session it has; nothing when it had not come to have one. */
export function goOnWithTask(
  { store, sessions, agree }: AgentTasksPorts,
  prompt: string,
  context: ToolContext,
): (() => Promise<string>) | undefined {
  const session = sessionsWithin(store.sessions, context.sessionId).find(({ metadata }) => metadata.parentCallId === context.callId);
  if (!session) return undefined;
  return async () => {
    await agree(session.settings.mcpServers ?? [], context.workDir);
    const options = { signal: context.signal, isNested: true };
    const isBegun = session.headId !== null;
    const { text } = isBegun ? await sessions.continueTurn(session.id, options) : await sessions.send(session.id, prompt, options);
    return text;
  };
}

/** What the agent does not say itself comes from the session that calls it; its role from its description. */
function agentSettings({ store, defaults }: AgentTasksPorts, agent: AgentDefinition, context: ToolContext): SessionSettings {
  const caller = store.sessions.get(context.sessionId)?.settings;
  const { modelSettings, isRehearsal } = defaults();
  const role = `You are the agent "${agent.name}": ${agent.description}`;
  const { workflows = [] } = agent;
  const own = agent.allowedTools && [...agent.allowedTools, ...(workflows.length > 0 ? [RUN_WORKFLOW] : [])];
  const allowedTools = commonTools(own, context.allowedTools);
  return {
    model: agent.model ?? caller?.model ?? modelSettings.model,
    systemPrompt: agent.systemPrompt ?? [modelSettings.systemPrompt, role].filter((part) => part !== '').join('\n\n'),
    mode: 'react',
    workDir: context.workDir,
    permissionMode: context.permissionMode,
    maxTurns: DEFAULT_MAX_TURNS,
    provider: caller?.provider ?? (isRehearsal ? 'rehearsal' : 'anthropic'),
    ...(allowedTools && { allowedTools }),
    ...(agent.tools && { tools: agent.tools }),
    ...(agent.mcpServers && { mcpServers: agent.mcpServers }),
    ...(workflows.length > 0 && { workflows }),
  };
}
