import { z } from 'zod';
import { type MessagesRequest, plainText, type RequestMessage } from './messagesRequest';

/** A tool through which a rehearsal can run a workflow. What it runs is a rehearsal itself, so this is the one tool it calls that does more than look. */
export type Orchestration = {
  /** The tool's name as offered. */
  readonly tool: string;
  /** Workflows that can be run by name. */
  readonly workflows: readonly string[];
  /** What came of the workflows run since the prompt. */
  readonly results: readonly { readonly output: string; readonly isError: boolean }[];
};

const RUN_WORKFLOW = 'run_workflow';
const choicesSchema = z.object({ enum: z.array(z.string()) });

/** Only where the prompt or the system prompt speaks of workflows, or some were given to choose from: having the tool is no reason to use it. */
export function readOrchestration(request: MessagesRequest, prompt: string, since: readonly RequestMessage[]): Orchestration | undefined {
  const offered = request.tool_choice?.type === 'none' ? [] : request.tools;
  const tool = offered.find(({ name }) => name.toLowerCase() === RUN_WORKFLOW);
  const fields = tool?.input_schema?.properties ?? {};
  if (!tool || !('definition' in fields)) return undefined;
  const choices = choicesSchema.safeParse(fields.workflow);
  const workflows = choices.success ? choices.data.enum : [];
  if (workflows.length === 0 && !/\bworkflows?\b|run_workflow/i.test(`${request.system}\n${prompt}`)) return undefined;
  const blocks = since.flatMap((message) => message.content);
  const calls = new Set(blocks.filter((block) => block.type === 'tool_use' && block.name === tool.name).map((block) => block.id));
  const results = blocks
    .filter((block) => block.type === 'tool_result' && calls.has(block.tool_use_id))
    .map((block) => ({ output: plainText(block.content), isError: block.is_error === true }));
  return { tool: tool.name, workflows, results };
}
