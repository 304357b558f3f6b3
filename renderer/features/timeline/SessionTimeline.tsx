import { GitBranch } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { EmptyState } from '../../ui/EmptyState';
import { attempt } from '../explorer';
import { DamagedCheckpoints } from './DamagedCheckpoints';
import { deleteCheckpoint } from './deleteCheckpoint';
import { layOutLanes } from './lanes';
import { RestoredBar } from './RestoredBar';
import styles from './SessionTimeline.module.css';
import { TimelineDialogs, type TimelineQuestion } from './TimelineDialogs';
import { TimelineToolbar } from './TimelineToolbar';
import { TimelineTree } from './TimelineTree';
import { type TimelineDetail, type TimelinePoint, timelinePoints } from './timelinePoints';
import { type SessionTree, useTimeline } from './useTimeline';

type SessionTimelineProps = {
  readonly session: SessionDetail;
  /** Shows the conversation as it was at a point. */
  readonly onOpen: (point: TimelinePoint) => void;
};

/** Where a session went: its tree, and what can be done with its points. */
export function SessionTimeline({ session, onOpen }: SessionTimelineProps) {
  const { tree, error } = useTimeline(session.id);
  if (error) return <EmptyState title="The timeline can’t be loaded">{error.message}</EmptyState>;
  if (!tree) return <EmptyState title="Loading the timeline…" />;
  return <LoadedTimeline key={session.id} session={session} tree={tree} onOpen={onOpen} />;
}

function LoadedTimeline({ session, tree, onOpen }: SessionTimelineProps & { readonly tree: SessionTree }) {
  const client = useClient();
  const { headId, metadata } = session;
  const [detail, setDetail] = useState<TimelineDetail>(metadata.stepId === undefined ? 'turns' : 'messages');
  const points = useMemo(() => timelinePoints(tree.messages, tree.checkpoints, headId, detail), [tree, headId, detail]);
  const graph = useMemo(() => layOutLanes(points), [points]);
  const [chosen, setChosen] = useState<string>();
  const [marked, setMarked] = useState<string | null>(null);
  const [question, setQuestion] = useState<TimelineQuestion | null>(null);
  const rowOf = (key: string | null | undefined) => points.findIndex((point) => point.key === key);
  const headRow = points.findIndex(({ isHead }) => isHead);
  const selected = rowOf(chosen) === -1 ? Math.max(0, headRow) : rowOf(chosen);
  const point = points[selected];
  const other = points[rowOf(marked)] ?? points[headRow];
  if (!point) return null;
  const remove = (target: TimelinePoint) => {
    if (target.kind !== 'checkpoint') return;
    attempt(deleteCheckpoint(client, target.checkpoint));
    if (target.key === point.key) setChosen(points[selected - 1]?.key); // one stays where one was
  };
  const isEmpty = tree.messages.length === 0 && tree.checkpoints.length === 0;
  return (
    <div className={styles.panel}>
      <TimelineToolbar
        session={session}
        point={point}
        other={other}
        detail={detail}
        onDetail={setDetail}
        onAsk={setQuestion}
        onOpen={() => onOpen(point)}
        onDelete={() => remove(point)}
      />
      <RestoredBar session={session} checkpoints={tree.checkpoints} />
      {tree.damaged.length > 0 && <DamagedCheckpoints sessionId={session.id} damaged={tree.damaged} />}
      {isEmpty ? (
        <EmptyState icon={<GitBranch />} title="Nothing has happened yet">
          Every turn of the session becomes a point here. Save a checkpoint at one, and you can always come back to it.
        </EmptyState>
      ) : (
        <TimelineTree
          points={points}
          graph={graph}
          selected={selected}
          marked={marked === null ? null : rowOf(marked)}
          onSelect={(row) => setChosen(points[row]?.key)}
          onMark={(row) => setMarked(row === null ? null : (points[row]?.key ?? null))}
          onOpen={onOpen}
          onDelete={remove}
        />
      )}
      <TimelineDialogs session={session} question={question} onClose={() => setQuestion(null)} />
    </div>
  );
}
