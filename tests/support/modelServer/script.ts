import type { RecordedRequest } from './modelServer';
import type { Reply } from './reply';

/** Decides the reply to a request. */
export type Script = (request: RecordedRequest) => Reply | Promise<Reply>;

/** The replies one after the other, whoever asks; a request too many is an error of the test. */
export function sequence(...replies: readonly Reply[]): Script {
  const left = replies.values();
  return (request) => left.next().value ?? missing(request);
}

/**
 * The replies by how far the asking conversation is: its first request gets the first. Needs no memory, so concurrent and resumed
 * conversations each get their own. The last reply repeats.
 */
export function turns(...replies: readonly Reply[]): Script {
  return (request) => {
    const turn = request.body.messages.filter((message) => message.role === 'assistant').length;
    return replies[Math.min(turn, replies.length - 1)] ?? missing(request);
  };
}

/** The script of the first pattern that the first prompt of the conversation matches. */
export function byPrompt(...cases: readonly (readonly [RegExp | string, Script | Reply])[]): Script {
  return (request) => {
    const match = cases.find(([pattern]) =>
      typeof pattern === 'string' ? request.prompt.includes(pattern) : pattern.test(request.prompt),
    );
    if (!match) return missing(request);
    return typeof match[1] === 'function' ? match[1](request) : match[1];
  };
}

function missing(request: RecordedRequest): never {
  throw new Error(`The script of the model server has no reply to request ${request.number}: ${request.prompt.slice(0, 200)}`);
}
