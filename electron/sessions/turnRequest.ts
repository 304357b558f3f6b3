import { DEFAULT_MODEL } from '../../shared/catalog/models';
import { AppError } from '../../shared/lib/appError';
import type { ContentBlock, Message, SessionSettings } from '../../shared/session/session';
import { isToolAllowed } from '../../shared/workflow/allowedTools';
import { hasToolBlocks, requestMessages, toolCallsOf } from './conversation';
import { findTool } from './findTool';
import type { ModelRequest, Tool } from './ports';

/** The longest reply asked for, in tokens; every current model allows it. */
export const MAX_REPLY_TOKENS = 16_000;

/** What is asked of the model next: the conversation, and the tools that it may call. */
export function modelRequest(
  settings: SessionSettings,
  conversation: readonly Message[],
  tools: readonly Tool[],
  instructions = '',
): ModelRequest {
  const callable = settings.mode === 'single' ? [] : tools.filter((tool) => isToolAllowed(settings.allowedTools, tool.name));
  const isToolless = callable.length === 0;
  const offered = isToolless && hasToolBlocks(conversation) ? tools : callable;
  return {
    provider: settings.provider,
    model: settings.model ?? DEFAULT_MODEL,
    system: [settings.systemPrompt, callable.length > 0 ? instructions : ''].filter((part) => part !== '').join('\n\n'),
    messages: requestMessages(conversation),
    tools: offered.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    toolChoice: isToolless && offered.length > 0 ? 'none' : 'auto',
    maxTokens: MAX_REPLY_TOKENS,
  };
}

/** Calls are stored under the tool's registered name, whatever the letter case the model used; ids must tell them apart. */
export function withRegisteredNames(content: readonly ContentBlock[], tools: readonly Tool[]): readonly ContentBlock[] {
  const calls = toolCallsOf(content);
  const blocks = content.filter(({ type }) => type === 'tool_use');
  if (new Set(calls.map((call) => call.id)).size !== blocks.length) {
    throw new AppError(
      'BAD_RESPONSE',
      'The model server sent tool calls without distinct ids and names. Check that ANTHROPIC_BASE_URL points at a server of the Messages API.',
    );
  }
  return content.map((block) => {
    const tool = block.type === 'tool_use' && typeof block.name === 'string' ? findTool(tools, block.name) : undefined;
    return tool ? { ...block, name: tool.name } : block;
  });
}
