import { Activity } from 'lucide-react';
import { EmptyState } from '../../ui/EmptyState';
import { useNow } from '../../ui/useNow';
import styles from './ProcessesPanel.module.css';
import { ProcessRow } from './ProcessRow';
import { processesStore } from './processesStore';

/** Everything that steps and sessions have running on this computer now, whatever the window shows besides. */
export function ProcessesPanel() {
  const running = processesStore((state) => state.running);
  const now = useNow(running.length > 0);
  if (running.length === 0) {
    return (
      <EmptyState icon={<Activity size={24} />} title="Nothing is running">
        Commands and MCP servers that steps and sessions start are listed here for as long as they run, and can be stopped.
      </EmptyState>
    );
  }
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label="Processes">
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">Works for</th>
            <th scope="col" className={styles.number}>
              Running for
            </th>
            <th scope="col" className={styles.number}>
              Process
            </th>
            <th scope="col">
              <span className="visually-hidden">Stop</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {running.map((process) => (
            <ProcessRow key={process.id} process={process} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
