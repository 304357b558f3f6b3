/**
 * An agent that designs a workflow for a task and runs it, through a tool of our own. The agent writes the JSON, the engine runs it: the same
 * path as a workflow a person wrote.
 *
 *   npm run example:workflow-agent-orchestration
 *   npm run example:workflow-agent-orchestration -- "Find out how this project is tested."
 *
 * Without ANTHROPIC_API_KEY it is a rehearsal: a workflow is made of the task's parts and its steps really read this folder, but no model is
 * called and nothing is spent.
 */
import { type AgentEvent, type AgentSdk, createAgentSdk, tool, z } from 'stepgraph';

const [
  taskPrompt = `Survey this project for someone new to it:
1. Say what README.md tells about its purpose.
2. List the scripts in package.json and what they are for.
3. Find the tests and say what they cover.`,
] = process.argv.slice(2);

// The tool closes over the SDK. A workflow it starts is stored under the call, ends with it, and may do no more than the session itself.
// A definition with mistakes is refused with all of them, which the model reads and corrects.
// (Stepgraph has a tool like this built in: createSession({ tools: ['run_workflow'] }).)
function createRunWorkflowTool(sdk: AgentSdk) {
  return tool(
    {
      name: 'run_workflow',
      description: `Runs a workflow of several steps and returns what each came to. A definition is
{ "name": string, "steps": [{ "id": string, "description": string, "prompt": string, "dependsOn"?: [ids], "allowedTools"?: ["read", "glob", "grep"], "mode"?: "single" }] }.
Steps run side by side unless dependsOn says otherwise; "$steps.<id>.text" in a prompt is the answer of a step named in dependsOn.`,
      inputSchema: z.object({
        definition: z.record(z.string(), z.unknown()).describe('The complete WorkflowDefinition object.'),
        params: z.record(z.string(), z.string()).optional().describe('Workflow parameters as key-value pairs.'),
      }),
    },
    async (input) => {
      const definition = input.definition;
      const params = input.params ?? {};
      return await sdk.workflow.run(definition, params, { onEvent });
    },
  );
}

// What goes on inside the workflow while the agent waits for it.
function onEvent(event: AgentEvent): void {
  switch (event.type) {
    case 'workflow.start':
      console.log(`\nThe agent runs "${event.workflowName}", ${event.stepCount} steps:`);
      break;
    case 'step.start':
      console.log(`  started   ${event.stepName}`);
      break;
    case 'step.done':
      console.log(`  ${event.status.padEnd(9)} ${event.stepName} (${Math.round(event.durationMs)} ms)`);
      break;
    case 'workflow.done':
      console.log(`${event.status} in ${Math.round(event.durationMs)} ms\n`);
      break;
  }
}

const sdk = await createAgentSdk({ workDir: process.cwd() });
try {
  const session = await sdk.createSession({
    title: 'Workflow Orchestrator',
    systemPrompt: 'Design a workflow JSON for the task and call run_workflow ONCE. Then answer from its results.',
  });
  console.log(`Task: ${taskPrompt}`);
  const reply = await session.send(taskPrompt, {
    tools: [createRunWorkflowTool(sdk)],
    permissionMode: 'bypassPermissions', // allow the agent to call custom tools
  });
  console.log(reply.text);
} finally {
  await sdk.close();
}
