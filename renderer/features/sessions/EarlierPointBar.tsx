import { History } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { Button } from '../../ui/Button';
import { countOf } from '../../ui/format';
import styles from './SessionView.module.css';
import { type ViewedPoint, viewPoint } from './sessionsStore';

type EarlierPointBarProps = { readonly session: SessionDetail; readonly viewed: ViewedPoint };

/** Says that what is above is not where the session stands, and what a message would follow. */
export function EarlierPointBar({ session, viewed }: EarlierPointBarProps) {
  return (
    <div className={styles.elsewhere} role="status">
      <History size={16} aria-hidden="true" />
      <p>
        You are looking at another point of this session,{' '}
        {viewed.depth === 0 ? 'its beginning' : `after ${countOf(viewed.depth, 'message')}`}. A message goes on from where the session
        stands.
      </p>
      <Button onClick={() => viewPoint(session.id, null)}>Back to the present</Button>
    </div>
  );
}
