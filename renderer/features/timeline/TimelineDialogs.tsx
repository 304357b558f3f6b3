import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Checkpoint } from '../../../shared/session/session';
import { BranchDialog } from './BranchDialog';
import { CompareDialog } from './CompareDialog';
import { RestoreDialog } from './RestoreDialog';
import { SaveCheckpointDialog } from './SaveCheckpointDialog';
import type { TimelinePoint } from './timelinePoints';

/** What is asked before something is done with a point. */
export type TimelineQuestion =
  | { readonly kind: 'save' | 'branch'; readonly point: TimelinePoint }
  | { readonly kind: 'restore'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'compare'; readonly left: TimelinePoint; readonly right: TimelinePoint };

type TimelineDialogsProps = { readonly session: SessionDetail; readonly question: TimelineQuestion | null; readonly onClose: () => void };

export function TimelineDialogs({ session, question, onClose }: TimelineDialogsProps) {
  switch (question?.kind) {
    case undefined:
      return null;
    case 'save':
      return <SaveCheckpointDialog session={session} point={question.point} onClose={onClose} />;
    case 'branch':
      return <BranchDialog session={session} point={question.point} onClose={onClose} />;
    case 'restore':
      return <RestoreDialog session={session} checkpoint={question.checkpoint} onClose={onClose} />;
    case 'compare':
      return <CompareDialog session={session} left={question.left} right={question.right} onClose={onClose} />;
  }
}
