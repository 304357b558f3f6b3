import type { ModelRequest } from '../../../electron/sessions/ports';

/** A request of one user message, with what a test wants otherwise. */
export function modelRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    provider: 'anthropic',
    model: 'test-model',
    system: '',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    toolChoice: 'auto',
    maxTokens: 1000,
    ...change,
  };
}
