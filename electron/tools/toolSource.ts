import type { SessionSettings } from '../../shared/session/session';
import type { Tool, ToolBoxOpening } from '../sessions/ports';

/** What tools come from that have to be started or read first: MCP servers, folders of skills. */
export type ToolSource = {
  /** Rejects when something is missing that the session's definition counts on; then nothing is left open. */
  open(settings: SessionSettings, opening: ToolBoxOpening, signal: AbortSignal): Promise<OpenToolSource>;
};

export type OpenToolSource = {
  readonly tools: readonly Tool[];
  readonly instructions?: string;
  /** What was left out, in sentences. */
  readonly warnings?: readonly string[];
  close?(): Promise<void>;
};

/** Opens all at once. When one fails the others are closed again before this rejects. */
export async function openToolSources(
  sources: readonly ToolSource[],
  ...what: Parameters<ToolSource['open']>
): Promise<readonly OpenToolSource[]> {
  const outcomes = await Promise.allSettled(sources.map((source) => source.open(...what)));
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return opened;
  await closeToolSources(opened);
  throw failed.reason;
}

export async function closeToolSources(opened: readonly OpenToolSource[]): Promise<void> {
  await Promise.all(opened.map((source) => source.close?.()));
}
