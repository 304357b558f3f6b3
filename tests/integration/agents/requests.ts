import type { RecordedRequest } from '../../support/modelServer/modelServer';

/** What the last tool call of the conversation came to, as the model is told. */
export function lastResult(request: RecordedRequest | undefined): { readonly text: string; readonly isError: boolean } {
  const blocks = (request?.body.messages ?? []).flatMap((message) => message.content).filter((block) => block.type === 'tool_result');
  const block = blocks.at(-1);
  return { text: typeof block?.content === 'string' ? block.content : JSON.stringify(block?.content), isError: block?.is_error === true };
}

export function offeredTools(request: RecordedRequest | undefined): string[] {
  return (request?.body.tools ?? []).map((tool) => tool.name).sort();
}

/** All requests of the conversation that began with this prompt, in the order they came. */
export function requestsOf(requests: readonly RecordedRequest[], prompt: string): RecordedRequest[] {
  return requests.filter((request) => request.prompt === prompt);
}
