import { TriangleAlert } from 'lucide-react';
import styles from './ProblemMark.module.css';

/** Says on a step that Problems has something to tell about it. */
export function ProblemMark({ severity }: { readonly severity: 'error' | 'warning' }) {
  const text = severity === 'error' ? 'Has errors: see Problems' : 'Has warnings: see Problems';
  return (
    <span className={styles.problem} data-severity={severity} title={text}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
