import type Anthropic from '@anthropic-ai/sdk';
import type { ModelRequest } from '../sessions/ports';

export type MessageParams = Anthropic.MessageCreateParamsStreaming;

/**
 * The request in the SDK's types. `cachePrompt` asks the API to keep the conversation so far for the next turn at a tenth of the
 * price; only Anthropic's own API is sure to know the field.
 */
export function messageParams(request: ModelRequest, options: { readonly cachePrompt: boolean }): MessageParams {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    // Sound: the blocks are stored verbatim as the same API sent them, or built by the turn loop in the same shape.
    messages: request.messages as unknown as MessageParams['messages'],
    stream: true,
    ...(request.system !== '' && { system: request.system }),
    ...(request.tools.length > 0 && {
      tools: request.tools.map((tool) => ({
        name: tool.name,
        description: tool.description,
        // Sound: a tool's schema is an object schema by construction; the API checks it once more.
        input_schema: tool.inputSchema as unknown as Anthropic.Tool.InputSchema,
      })),
      tool_choice: { type: request.toolChoice },
    }),
    ...(options.cachePrompt && { cache_control: { type: 'ephemeral' } }),
  };
}
