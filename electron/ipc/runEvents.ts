import { AppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import type { Clock } from '../engine/ports';
import type { RunService } from './hostServices';
import { Wakeup } from './wakeup';

/** Most events of one item. */
const PAGE = 500;
/** About a frame: what happens within it reaches the canvas as one item. */
const GATHER_MS = 16;
/** A run of another process (a terminal, say) tells us nothing; its events are looked for this often. */
const LOOK_AGAIN_MS = 500;

type Source = Pick<RunService, 'get' | 'events' | 'onEvents'>;

/**
 * All events of a run after `after`, in order, until the run is over. They are always read from the store, which has every event before anyone
 * hears of it; hearing of one only says when to look. So there is no seam between old and new events, and a slow reader costs no memory.
 */
export async function* runEvents(
  source: Source,
  { runId, after }: { readonly runId: string; readonly after: number },
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<readonly RunEvent[]> {
  const news = new Wakeup();
  const leave = source.onEvents(runId, news.raise);
  let seq = after;
  try {
    for (;;) {
      news.lower();
      // Asked before reading: whatever was stored while it ran is then in what we read.
      const run = source.get(runId);
      if (!run) throw new AppError('NOT_FOUND', 'This run was deleted. Look for it in the list of runs.');
      const page = source.events(runId, seq, PAGE);
      seq = page.at(-1)?.seq ?? seq;
      if (page.length > 0) yield page;
      if (page.length === PAGE) continue;
      if (run.status !== 'running') return;
      await nextNews(news, clock, signal);
    }
  } finally {
    leave();
  }
}

async function nextNews(news: Wakeup, clock: Clock, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  try {
    await Promise.race([news.raised(either), clock.sleep(LOOK_AGAIN_MS, either)]);
  } finally {
    waiting.abort();
  }
  await clock.sleep(GATHER_MS, signal);
}
