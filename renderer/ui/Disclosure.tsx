import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './Disclosure.module.css';

type DisclosureProps = {
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly summary: ReactNode;
  readonly children: ReactNode;
};

/** A line that opens what lies under it. */
export function Disclosure({ open, onToggle, summary, children }: DisclosureProps) {
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className={styles.summary}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onToggle(!open)}
      >
        <ChevronRight size={14} className={styles.chevron} aria-hidden="true" />
        {summary}
      </button>
      {open && <div id={id}>{children}</div>}
    </div>
  );
}
