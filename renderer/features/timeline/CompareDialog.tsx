import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { PointComparison, SessionPoint } from '../../../shared/session/timeline';
import { useHostQuery } from '../../host/useHostQuery';
import { Badge } from '../../ui/Badge';
import { Dialog } from '../../ui/Dialog';
import { countOf } from '../../ui/format';
import { type Tab, Tabs } from '../../ui/Tabs';
import { comparedText } from './comparedText';
import styles from './Dialogs.module.css';
import { DiffLines } from './DiffLines';
import { FileChanges } from './FileChanges';
import { pointText } from './pointText';
import { SettingChanges } from './SettingChanges';
import { textDiff } from './textDiff';
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
  const { data, error } = useHostQuery(
    ({ sessions }, signal) => sessions.compare({ id, left: sessionPoint(left), right: sessionPoint(right) }, signal),
    [id, left.key, right.key],
  );
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
      {data ? <Comparison comparison={data} /> : !error && <p className={styles.note}>Comparing…</p>}
    </Dialog>
  );
}

function Comparison({ comparison }: { readonly comparison: PointComparison }) {
  const [tab, setTab] = useState('messages');
  const { settings, files } = comparison;
  const tabs: Tab[] = [{ id: 'messages', label: 'Messages', content: <ComparedMessages comparison={comparison} /> }];
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

function ComparedMessages({ comparison }: { readonly comparison: PointComparison }) {
  const { left, right, commonCount } = comparison;
  const lines = useMemo(() => textDiff(comparedText(left.messages), comparedText(right.messages)), [left, right]);
  const isCut = left.messages.length < left.messageCount || right.messages.length < right.messageCount;
  return (
    <>
      <p className={styles.note}>
        Both share {commonCount === 0 ? 'only the beginning' : `the first ${countOf(commonCount, 'message')}`}; after that{' '}
        {left.messageCount} on one side and {right.messageCount} on the other.
        {isCut && ' Only the first of them are compared here.'}
      </p>
      {lines.length === 0 ? <p>They are the same.</p> : <DiffLines label="Differences in the conversation" lines={lines} />}
    </>
  );
}

function sessionPoint(point: TimelinePoint): SessionPoint {
  return point.kind === 'checkpoint' ? { checkpointId: point.checkpoint.id } : { messageId: point.messageId };
}

function nameOf(point: TimelinePoint): string {
  const { title } = pointText(point);
  return point.isHead ? `${title} (where the session stands)` : title;
}
