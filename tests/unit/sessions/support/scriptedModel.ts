import type { ModelClient, ModelReply, ModelRequest, ReplySpending } from '../../../../electron/sessions/ports';
import type { Json } from '../../../../shared/lib/json';
import type { Usage } from '../../../../shared/run/usage';
import type { ContentBlock } from '../../../../shared/session/session';

export const USAGE: Usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };

export type Script = (
  request: ModelRequest,
  onText: (delta: string) => void,
  signal: AbortSignal,
  onSpent: (soFar: ReplySpending) => void,
) => ModelReply | Promise<ModelReply>;

/** Answers the n-th request with the n-th script; `requests` keeps what it was asked. */
export function scriptedModel(...scripts: readonly Script[]): ModelClient & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async reply(request, onText, signal, onSpent = () => undefined) {
      requests.push(request);
      const script = scripts[requests.length - 1];
      if (!script) throw new Error(`The model was asked ${requests.length} times, ${scripts.length} were expected`);
      return script(request, onText, signal, onSpent);
    },
  };
}

export function reply(content: readonly ContentBlock[], stopReason: string): ModelReply {
  return { content, stopReason, model: 'claude-test', usage: USAGE };
}

/** Streams the text in one piece and ends the turn. */
export function says(text: string, stopReason = 'end_turn'): Script {
  return (_request, onText) => {
    onText(text);
    return reply([{ type: 'text', text }], stopReason);
  };
}

export type Call = readonly [id: string, name: string, input?: Json];

export function calls(...made: readonly Call[]): Script {
  return () => reply(made.map(toolUse), 'tool_use');
}

export function toolUse([id, name, input = {}]: Call): ContentBlock {
  return { type: 'tool_use', id, name, input };
}
