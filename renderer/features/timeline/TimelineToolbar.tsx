import { Bookmark, Eye, GitBranch, GitCompareArrows, ListTree, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { Tooltip } from '../../ui/Tooltip';
import styles from './SessionTimeline.module.css';
import type { TimelineQuestion } from './TimelineDialogs';
import type { TimelineDetail, TimelinePoint } from './timelinePoints';

type TimelineToolbarProps = {
  readonly session: SessionDetail;
  readonly point: TimelinePoint;
  /** What the point would be compared with: a marked one, or where the session stands. */
  readonly other: TimelinePoint | undefined;
  readonly detail: TimelineDetail;
  readonly onDetail: (detail: TimelineDetail) => void;
  readonly onAsk: (question: TimelineQuestion) => void;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
};

/** What can be done with the session and with the selected point. */
export function TimelineToolbar({ session, point, other, detail, onDetail, onAsk, onOpen, onDelete }: TimelineToolbarProps) {
  const checkpoint = point.kind === 'checkpoint' ? point.checkpoint : undefined;
  const isComparable = other !== undefined && other.key !== point.key;
  const busy = session.isBusy ? 'A turn is at work: stop it, or wait for its end' : undefined;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Timeline actions">
      <Action
        label="Save checkpoint"
        hint="Name this point, so that you can come back to it"
        icon={<Bookmark aria-hidden="true" />}
        onClick={() => onAsk({ kind: 'save', point })}
      />
      <Action
        label="Restore"
        hint={checkpoint ? (busy ?? 'Go back to this checkpoint') : 'Select a checkpoint to go back to it'}
        icon={<RotateCcw aria-hidden="true" />}
        isDisabled={!checkpoint || session.isBusy}
        onClick={() => checkpoint && onAsk({ kind: 'restore', checkpoint })}
      />
      <Action
        label="Branch here"
        hint={busy ?? 'Go on from this point, with the settings of now'}
        icon={<GitBranch aria-hidden="true" />}
        isDisabled={session.isBusy}
        onClick={() => onAsk({ kind: 'branch', point })}
      />
      <Action label="Open" hint="Show the conversation as it was at this point" icon={<Eye aria-hidden="true" />} onClick={onOpen} />
      <Action
        label="Compare"
        hint={
          isComparable ? 'Compare with the marked point, or with where the session stands' : 'Mark another point with Space or Ctrl+click'
        }
        icon={<GitCompareArrows aria-hidden="true" />}
        isDisabled={!isComparable}
        onClick={() => other && onAsk({ kind: 'compare', left: other, right: point })}
      />
      <Action
        label="Delete"
        hint={checkpoint ? 'Delete this checkpoint; its messages stay' : 'Only checkpoints can be deleted: messages stay'}
        icon={<Trash2 aria-hidden="true" />}
        isDisabled={!checkpoint}
        onClick={onDelete}
      />
      <IconButton
        label="Detailed"
        className={styles.detail}
        aria-pressed={detail === 'messages'}
        icon={<ListTree aria-hidden="true" />}
        onClick={() => onDetail(detail === 'messages' ? 'turns' : 'messages')}
      />
    </div>
  );
}

type ActionProps = {
  readonly label: string;
  readonly hint: string;
  readonly icon: ReactNode;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
};

/** Where there is little room its label is heard and not seen. What cannot be done now keeps the keyboard, and says why not. */
function Action({ label, hint, icon, isDisabled = false, onClick }: ActionProps) {
  return (
    <Tooltip label={hint}>
      <Button variant="quiet" className={styles.action} icon={icon} unavailable={isDisabled} onClick={onClick}>
        <span className={styles.label}>{label}</span>
      </Button>
    </Tooltip>
  );
}
