import { textOf } from '../../../../electron/sessions/conversation';
import type { ModelClient } from '../../../../electron/sessions/ports';
import { reply } from './scriptedModel';

/** Holds each request until it is let go. */
export function heldModel() {
  const waiting: { readonly text: string; readonly letGo: () => void }[] = [];
  let most = 0;
  const model: ModelClient = {
    reply(request, _onText, signal) {
      return new Promise((resolve, reject) => {
        const text = textOf(request.messages.at(-1)?.content ?? []);
        const entry = {
          text,
          letGo: () => {
            waiting.splice(waiting.indexOf(entry), 1);
            resolve(reply([{ type: 'text', text: `re: ${text}` }], 'end_turn'));
          },
        };
        waiting.push(entry);
        most = Math.max(most, waiting.length);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
  };
  return { model, waiting, most: () => most };
}

/** Lets the event loop turn until all has happened that waits for no clock and no letting go. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await new Promise(setImmediate);
}
