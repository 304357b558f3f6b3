import { useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { Tabs } from '../../ui/Tabs';
import { SessionTimeline } from '../timeline';
import { SessionDetails } from './SessionDetails';
import styles from './SessionView.module.css';
import { viewPoint } from './sessionsStore';

/** Beside the conversation: where it went, and what it was made with. */
export function SessionSide({ session }: { readonly session: SessionDetail }) {
  const [tab, setTab] = useState('timeline');
  return (
    <aside className={styles.side} aria-label="About the session">
      <Tabs
        label="About the session"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'timeline',
            label: 'Timeline',
            content: <SessionTimeline session={session} onOpen={({ messageId, depth }) => viewPoint(session.id, { messageId, depth })} />,
          },
          { id: 'details', label: 'Details', content: <SessionDetails session={session} /> },
        ]}
      />
    </aside>
  );
}
