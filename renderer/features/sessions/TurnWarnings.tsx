import { TriangleAlert, X } from 'lucide-react';
import { IconButton } from '../../ui/IconButton';
import styles from './SessionView.module.css';
import { dismissWarnings, sessionsStore } from './sessionsStore';

/** What the turn under way, or the last one, went on without: said until it is read or the next turn begins. */
export function TurnWarnings({ sessionId }: { readonly sessionId: string }) {
  const live = sessionsStore(({ turns }) => turns[sessionId]?.warnings);
  const left = sessionsStore(({ warnings }) => warnings[sessionId]);
  const warnings = live ?? left ?? [];
  if (warnings.length === 0) return null;
  return (
    <div className={styles.warnings} role="status" aria-label="Warnings">
      <TriangleAlert size={16} aria-hidden="true" />
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {!live && <IconButton label="Dismiss" size="small" icon={<X aria-hidden="true" />} onClick={() => dismissWarnings(sessionId)} />}
    </div>
  );
}
