import { GitBranch } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useHostQuery } from '../../host/useHostQuery';
import { EmptyState } from '../../ui/EmptyState';
import { SessionTimeline } from './SessionTimeline';
import type { TimelinePoint } from './timelinePoints';

type TimelinePanelProps = {
  /** `null` where nothing is chosen that has a session. */
  readonly sessionId: string | null;
  readonly onOpen: (session: SessionDetail, point: TimelinePoint) => void;
};

/** The timeline of the session in question, as of the step selected in a run. */
export function TimelinePanel({ sessionId, onOpen }: TimelinePanelProps) {
  if (sessionId === null) {
    return (
      <EmptyState icon={<GitBranch />} title="No session to show">
        Run the workflow and select a step that has begun, or open a session from the explorer: its timeline shows every turn, and takes you
        back.
      </EmptyState>
    );
  }
  return <OpenTimelinePanel key={sessionId} sessionId={sessionId} onOpen={onOpen} />;
}

function OpenTimelinePanel({ sessionId, onOpen }: { readonly sessionId: string; readonly onOpen: TimelinePanelProps['onOpen'] }) {
  const { data, error } = useHostQuery(
    (client, signal) => client.sessions.get({ id: sessionId }, signal),
    [sessionId],
    (client, signal) => client.sessions.changes({}, signal),
  );
  if (data) return <SessionTimeline session={data} onOpen={(point) => onOpen(data, point)} />;
  return <EmptyState title={error ? 'The timeline can’t be loaded' : 'Loading the timeline…'}>{error?.message}</EmptyState>;
}
