import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Explorer.module.css';

type ExplorerSectionProps = {
  readonly title: string;
  /** How many there are in all, once known. */
  readonly count: number | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** One of the explorer's lists under its heading; open ones share the height. */
export function ExplorerSection({ title, count, isOpen, onToggle, action, children }: ExplorerSectionProps) {
  return (
    <section className={styles.section} data-open={isOpen} aria-label={title}>
      <div className={styles.heading}>
        <h2 className={styles.title}>
          <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={onToggle}>
            <ChevronRight size={14} className={styles.chevron} aria-hidden="true" />
            <span className={styles.name}>{title}</span>
          </button>
        </h2>
        {count !== undefined && (
          <span className={styles.count} aria-hidden="true">
            {count.toLocaleString('en')}
          </span>
        )}
        {action}
      </div>
      {isOpen && <div className={styles.list}>{children}</div>}
    </section>
  );
}
