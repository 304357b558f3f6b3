import { useEffect, useRef, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { PointComparison, SessionPoint } from '../../../shared/session/timeline';
import { useHostQuery } from '../../host/useHostQuery';
import { Badge } from '../../ui/Badge';
import { Dialog } from '../../ui/Dialog';
import { type Tab, Tabs } from '../../ui/Tabs';
import { ComparedMessages } from './ComparedMessages';
import styles from './Dialogs.module.css';
import { FileChanges } from './FileChanges';
import { pointText } from './pointText';
import { SettingChanges } from './SettingChanges';
import type { TimelinePoint } from './timelinePoints';

type CompareDialogProps = {
  readonly session: SessionDetail;
  readonly left: TimelinePoint;
  readonly right: TimelinePoint;
  readonly onClose: () => void;
};

/** Two points of a session beside each other: what each said after they parted, and how settings and files differ. */
export function CompareDialog({ session, left, right, onClose }: CompareDialogProps) {
  const { id } = session;
  const [skip, setSkip] = useState(0);
  const { data, error } = useHostQuery(
    ({ sessions }, signal) => sessions.compare({ id, left: sessionPoint(left), right: sessionPoint(right), skip }, signal),
    [id, left.key, right.key, skip],
  );
  const latest = useRef<PointComparison>(undefined);
  useEffect(() => {
    if (data) latest.current = data;
  }, [data]);
  const comparison = data ?? latest.current; // until the next part is there
  return (
    <Dialog
      open
      onClose={onClose}
      title="Compare two points"
      description={
        <>
          <span className={styles.side} data-sign="−">
            − {nameOf(left)}
          </span>
          <span className={styles.side} data-sign="+">
            + {nameOf(right)}
          </span>
        </>
      }
      width={820}
    >
      {error && (
        <p className={styles.error} role="alert">
          {error.message}
        </p>
      )}
      {comparison ? (
        <Comparison comparison={comparison} skip={skip} onSkip={setSkip} />
      ) : (
        !error && <p className={styles.note}>Comparing…</p>
      )}
    </Dialog>
  );
}

type ComparisonProps = {
  readonly comparison: PointComparison;
  /** Messages left out on either side: the parts before the one compared. */
  readonly skip: number;
  readonly onSkip: (skip: number) => void;
};

function Comparison({ comparison, skip, onSkip }: ComparisonProps) {
  const [tab, setTab] = useState('messages');
  const { settings, files } = comparison;
  const tabs: Tab[] = [
    { id: 'messages', label: 'Messages', content: <ComparedMessages comparison={comparison} skip={skip} onSkip={onSkip} /> },
  ];
  if (settings.length > 0)
    tabs.push({
      id: 'settings',
      label: (
        <>
          Settings <Badge>{settings.length}</Badge>
        </>
      ),
      content: <SettingChanges changes={settings} />,
    });
  if (files)
    tabs.push({
      id: 'files',
      label: (
        <>
          Files <Badge>{files.length}</Badge>
        </>
      ),
      content: files.length === 0 ? <p className={styles.note}>The files are the same.</p> : <FileChanges changes={files} />,
    });
  return (
    <div className={styles.comparison}>
      <Tabs label="What is compared" tabs={tabs} value={tab} onChange={setTab} />
    </div>
  );
}

function sessionPoint(point: TimelinePoint): SessionPoint {
  return point.kind === 'checkpoint' ? { checkpointId: point.checkpoint.id } : { messageId: point.messageId };
}

function nameOf(point: TimelinePoint): string {
  const { title } = pointText(point);
  return point.isHead ? `${title} (where the session stands)` : title;
}
