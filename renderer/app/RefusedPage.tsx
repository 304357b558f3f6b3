import { KeyRound } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState';
import styles from './RefusedPage.module.css';

/** The whole window where the host does not let the page in: said once, and nothing around it that could not work. */
export function RefusedPage({ reason }: { readonly reason: string }) {
  return (
    <main className={styles.page}>
      <div role="alert">
        <EmptyState icon={<KeyRound aria-hidden="true" />} title="This page has no access">
          {reason}
        </EmptyState>
      </div>
    </main>
  );
}
