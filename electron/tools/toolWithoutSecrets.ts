import { createSecretFilter, withoutKnownSecrets } from '../platform/redact';
import type { Tool, ToolContext, ToolResult } from '../sessions/ports';

/**
 * The same tool, whose answers show no secret that this process knows: the provider's key, what is set in Settings. A command or a file may well hold
 * one, and what a tool answers goes to the model, into events and into the store.
 */
export function toolWithoutSecrets(tool: Tool): Tool {
  return {
    ...tool,
    execute: (input, context) => filtered(context, (within) => tool.execute(input, within)),
    ...(tool.goOn && {
      goOn(input, context) {
        const work = tool.goOn?.(input, context);
        return work && (async () => clean(await work()));
      },
    }),
  };
}

async function filtered(context: ToolContext, call: (context: ToolContext) => Promise<ToolResult>): Promise<ToolResult> {
  const { keepOutput } = context;
  if (!keepOutput) return clean(await call(context));
  const filter = createSecretFilter();
  try {
    return clean(await call({ ...context, keepOutput: (text) => keepOutput(filter.add(text)) }));
  } finally {
    keepOutput(filter.end());
  }
}

function clean(result: ToolResult): ToolResult {
  const { content } = result;
  if (typeof content === 'string') return { ...result, content: withoutKnownSecrets(content) };
  return {
    ...result,
    content: content.map((block) => (block.type === 'text' ? { ...block, text: withoutKnownSecrets(String(block.text)) } : block)),
  };
}
