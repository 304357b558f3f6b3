// Chapter 7, section 1.2, as printed there; the package's name and the parameter's type are all that differ.
import { type AgentSdk, createAgentSdk, tool, z } from 'stepgraph';

const onEvent = () => {};

function createRunWorkflowTool(sdk: AgentSdk) {
  return tool(
    {
      name: 'run_workflow',
      description: 'Execute a multi-step workflow from a JSON definition...',
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

const taskPrompt = 'Survey this folder: design a workflow and run it.';
const sdk = await createAgentSdk({ workDir: process.cwd() });
const runWorkflowTool = createRunWorkflowTool(sdk);

const session = await sdk.createSession({
  title: 'Workflow Orchestrator',
  systemPrompt: 'Design a workflow JSON and call run_workflow ONCE.',
});

const reply = await session.send(taskPrompt, {
  tools: [runWorkflowTool],
  permissionMode: 'bypassPermissions', // allow Agent to call custom tools
});

console.log(JSON.stringify({ text: typeof reply.text, toolCalls: reply.toolCalls }));
await sdk.close();
