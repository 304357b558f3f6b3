import type { AgentDefinition } from '../../shared/session/agent';
import type { SessionSettings } from '../../shared/session/session';
import { isToolAllowed } from '../../shared/workflow/allowedTools';
import type { Tool } from '../sessions/ports';
import { createRunWorkflowTool, RUN_WORKFLOW } from '../tools/runWorkflowTool';
import { createTaskTool } from '../tools/taskTool';
import { type AgentTasksPorts, goOnWithTask, performTask } from './agentTasks';
import { checkOrder, goOnWithOrder, type OrderedRunsPorts, runOrder } from './orderedRuns';

export type DelegationPorts = AgentTasksPorts & OrderedRunsPorts & { readonly agents: readonly AgentDefinition[] };

/** The tools by which a session has others work for it: `task` where there are agents, `run_workflow` where the session asks for it. */
export function createDelegation(ports: DelegationPorts): (settings: SessionSettings) => readonly Tool[] {
  const { agents } = ports;
  const task = () =>
    createTaskTool({
      agents,
      perform: (agent, prompt, context) => performTask(ports, agent, prompt, context),
      goOn: (prompt, context) => goOnWithTask(ports, prompt, context),
    });
  const runWorkflow = (workflows: SessionSettings['workflows'] = []) =>
    createRunWorkflowTool({
      workflows,
      check: (order, context) => checkOrder(ports, order, context),
      run: (order, context) => runOrder(ports, order, context),
      goOn: (order, context) => goOnWithOrder(ports, order, context),
    });
  const tasks = agents.length > 0 ? [task()] : [];
  return (settings) => (asksForWorkflows(settings) ? [...tasks, runWorkflow(settings.workflows)] : tasks);
}

/** Only who names the tool, or was given workflows, is offered it: ordinary steps are not tempted to start workflows, nor pay for its description. */
function asksForWorkflows({ tools = [], allowedTools = [], workflows = [] }: SessionSettings): boolean {
  const names = tools.map((entry) => (typeof entry === 'string' ? entry : entry.name));
  return workflows.length > 0 || isToolAllowed([...names, ...allowedTools], RUN_WORKFLOW);
}
