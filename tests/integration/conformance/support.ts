import type { AgentEvent } from '../../../electron/sdk/index';
import { httpError } from '../../support/modelServer/faults';
import type { RecordedRequest } from '../../support/modelServer/modelServer';
import { type Reply, text } from '../../support/modelServer/reply';
import { startTestSdk, type TestSdk } from '../../support/sdk';

/** A model that answers `<what it was told>!`. */
export const echo = (request: RecordedRequest): Reply => text(`${request.prompt}!`);

/** What no retry helps. */
export const refusal: Reply = httpError(400, 'invalid_request_error', 'no');

/** The library over a model that echoes, and refuses prompts that begin with `fail`. */
export function openEcho(options: Parameters<typeof startTestSdk>[1] = {}): Promise<TestSdk> {
  return startTestSdk((request) => (request.prompt.startsWith('fail') ? refusal : echo(request)), options);
}

/** A workflow of steps, each by its id, its prompt and what it waits for. */
export const steps = (...definitions: readonly (readonly [id: string, prompt: string, ...dependsOn: string[]])[]) => ({
  name: 'w',
  steps: definitions.map(([id, prompt, ...dependsOn]) => ({ id, prompt, dependsOn })),
});

/** Keeps what a listener hears. */
export function recorder(): { readonly events: AgentEvent[]; readonly onEvent: (event: AgentEvent) => void } {
  const events: AgentEvent[] = [];
  return { events, onEvent: (event) => events.push(event) };
}

/** Names of the tools that a request offers, in order of the alphabet. */
export function offered(request: RecordedRequest | undefined): string[] {
  return (request?.body.tools ?? []).map(({ name }) => name).toSorted();
}

/** The prompts that reached the model, in order. */
export function prompts({ server }: TestSdk): string[] {
  return server.requests.map(({ prompt }) => prompt);
}
