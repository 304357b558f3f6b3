import { addCost, addUsage, NO_USAGE, type Usage } from '../../shared/run/usage';
import type { Message, SessionSettings } from '../../shared/session/session';
import type { StepOutcome } from '../engine/ports';
import { currentTurn, repliesOf, textOf, toolCallsOf } from './conversation';
import type { PriceOf } from './ports';

/** What one turn of a session came to: the same shape for a step of a run and for a session someone talks to. */
export type TurnOutcome = StepOutcome;

/** Read off the stored conversation, so that a turn that was resumed has the outcome of one that was not. */
export function turnOutcome(conversation: readonly Message[], settings: SessionSettings, priceOf: PriceOf): TurnOutcome {
  const replies = repliesOf(conversation);
  return {
    text: finalText(replies),
    toolCalls: replies.flatMap((reply) => toolCallsOf(reply.content).map((call) => call.name)),
    ...spentIn(currentTurn(conversation), settings, priceOf),
  };
}

/** Usage and cost of all replies among `messages`. */
export function spentIn(
  messages: readonly Message[],
  settings: SessionSettings,
  priceOf: PriceOf,
): { readonly usage: Usage; readonly costUsd: number | null } {
  let usage = NO_USAGE;
  let costUsd: number | null = 0;
  for (const message of messages) {
    if (!message.usage) continue;
    usage = addUsage(usage, message.usage);
    costUsd = addCost(costUsd, replyCost(message.model ?? '', message.usage, settings, priceOf));
  }
  return { usage, costUsd };
}

/** A rehearsal is free; anything else has the price of the model that answered. */
export function replyCost(model: string, usage: Usage, settings: SessionSettings, priceOf: PriceOf): number | null {
  return settings.provider === 'rehearsal' ? 0 : priceOf(model, usage);
}

/** The last reply's text, with the pieces before it that were cut at the length limit. */
function finalText(replies: readonly Message[]): string {
  const start = replies.findLastIndex((reply, index) => index < replies.length - 1 && !isCutText(reply)) + 1;
  return replies
    .slice(start)
    .map((reply) => textOf(reply.content))
    .join('');
}

function isCutText(reply: Message): boolean {
  return reply.stopReason === 'max_tokens' && toolCallsOf(reply.content).length === 0;
}
