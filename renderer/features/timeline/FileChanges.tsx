import { useState } from 'react';
import type { FileChange } from '../../../shared/session/files';
import { Disclosure } from '../../ui/Disclosure';
import styles from './Dialogs.module.css';
import { DiffLines } from './DiffLines';
import { patchLines } from './patchLines';

const STATUS = { added: 'added', modified: 'changed', deleted: 'deleted' } as const;

/** Files that differ, each with its lines on demand. */
export function FileChanges({ changes }: { readonly changes: readonly FileChange[] }) {
  return (
    <ul className={styles.files} aria-label="Changed files">
      {changes.map((change) => (
        <li key={change.path}>
          <FileChangeItem change={change} />
        </li>
      ))}
    </ul>
  );
}

function FileChangeItem({ change }: { readonly change: FileChange }) {
  const [isOpen, setOpen] = useState(false);
  const { path, status, isBinary, insertions, deletions, patch } = change;
  return (
    <Disclosure
      open={isOpen}
      onToggle={setOpen}
      summary={
        <span className={styles.file}>
          <span className={styles.path}>{path}</span>
          <span className={styles.status}>{STATUS[status]}</span>
          {isBinary ? (
            <span className={styles.status}>binary</span>
          ) : (
            <span className={styles.numbers}>
              <span data-sign="+">+{insertions}</span> <span data-sign="−">−{deletions}</span>
            </span>
          )}
        </span>
      }
    >
      {patch === null ? (
        <p className={styles.note}>{isBinary ? 'A binary file: its lines can’t be shown.' : 'Too long to show.'}</p>
      ) : (
        <DiffLines label={`Changes in ${path}`} lines={patchLines(patch)} />
      )}
    </Disclosure>
  );
}
