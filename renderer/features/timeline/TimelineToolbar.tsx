import { Bookmark, GitBranch, GitCompareArrows, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { Button } from '../../ui/Button';
import { Switch } from '../../ui/Switch';
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
};

/** What can be done with the session and with the selected point. */
export function TimelineToolbar({ session, point, other, detail, onDetail, onAsk }: TimelineToolbarProps) {
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
        onClick={() => checkpoint && onAsk({ kind: 'delete', checkpoint })}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className={styles.detail}>
        <span className={styles.label}>Detailed</span>
        <Switch
          aria-label="Detailed"
          checked={detail === 'messages'}
          onCheckedChange={(isEvery) => onDetail(isEvery ? 'messages' : 'turns')}
        />
      </label>
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

/** Where there is little room its label is heard and not seen. */
function Action({ label, hint, icon, isDisabled = false, onClick }: ActionProps) {
  return (
    <Tooltip label={hint}>
      <Button variant="quiet" icon={icon} disabled={isDisabled} onClick={onClick}>
        <span className={styles.label}>{label}</span>
      </Button>
    </Tooltip>
  );
}
