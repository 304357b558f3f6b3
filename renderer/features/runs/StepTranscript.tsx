import { useMemo, useRef } from 'react';
import type { StepState } from '../../../shared/run/state';
import type { Message } from '../../../shared/session/session';
import { useHostQuery } from '../../host/useHostQuery';
import { EmptyState } from '../../ui/EmptyState';
import styles from './RunPanel.module.css';
import { Transcript } from './Transcript';
import { transcriptOf } from './transcript';
import { useStickToEnd } from './useStickToEnd';

const NO_MESSAGES: readonly Message[] = [];

/** The step's conversation: stored messages, and live what has not become a message yet. Stays at its end while one looks there. */
export function StepTranscript({ step }: { readonly step: StepState }) {
  const { sessionId } = step;
  const answeredCalls = step.toolCalls.filter(({ status }) => status === 'done' || status === 'error').length;
  const { data, error } = useHostQuery(
    async (client, signal) => (sessionId === '' ? NO_MESSAGES : client.sessions.conversation({ id: sessionId }, signal)),
    [sessionId, step.turns, step.status, answeredCalls],
  );
  const kept = useRef(NO_MESSAGES);
  if (data) kept.current = data;
  const messages = data ?? kept.current;
  const entries = useMemo(() => transcriptOf(messages, step), [messages, step]);
  const { scroller, content } = useStickToEnd(UNFINISHED.has(step.status));
  return (
    <div ref={scroller} className={styles.scroller}>
      <div ref={content} className={styles.transcript}>
        {entries.length > 0 ? (
          <Transcript sessionId={sessionId} entries={entries} />
        ) : (
          <EmptyState title={error ? 'The transcript can’t be loaded' : 'Nothing yet'}>{error?.message ?? EMPTY[step.status]}</EmptyState>
        )}
      </div>
    </div>
  );
}

const UNFINISHED: ReadonlySet<StepState['status']> = new Set(['pending', 'running', 'waiting']);

const EMPTY: Readonly<Partial<Record<StepState['status'], string>>> = {
  pending: 'The step starts once the steps it depends on are done.',
  skipped: 'The step was skipped; see Error.',
};
