import type { Usage } from '../../../shared/run/usage';
import type { ContentBlock, SessionSettings } from '../../../shared/session/session';
import type { ToolOffer } from './tools';

/** One request to the model, in the Messages API's terms. */
export type ModelRequest = {
  readonly provider: SessionSettings['provider'];
  readonly model: string;
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly ContentBlock[] }[];
  readonly tools: readonly ToolOffer[];
  /** `none`: tools are sent only because the history needs them. */
  readonly toolChoice: 'auto' | 'none';
  readonly maxTokens: number;
};

export type ModelReply = {
  readonly content: readonly ContentBlock[];
  readonly stopReason: string;
  readonly model: string;
  readonly usage: Usage;
};

/** Who answers and what has been counted, which is charged for also where the reply then breaks off. */
export type ReplySpending = Pick<ModelReply, 'model' | 'usage'>;

export type ModelClient = {
  /**
   * Streams one reply; `onText` gets text as it arrives, `onSpent` the totals whenever the server states them. Rejects with an `AppError` (`AUTHENTICATION`, `RATE_LIMITED`,
   * `OVERLOADED`, `NETWORK`, `BAD_RESPONSE`, `MODEL_REJECTED`, `ABORTED`) whose sentence says what to do.
   */
  reply(
    request: ModelRequest,
    onText: (delta: string) => void,
    signal: AbortSignal,
    onSpent?: (soFar: ReplySpending) => void,
  ): Promise<ModelReply>;
};

/** Price of one reply in US dollars, or `null` where the model's price is not known. */
export type PriceOf = (model: string, usage: Usage) => number | null;
