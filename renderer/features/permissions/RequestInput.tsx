import { useMemo } from 'react';
import type { PendingPermission } from '../../../shared/ipc/contract/permissions';
import { visibleText } from '../../../shared/lib/visibleText';
import { type FileChange, fileChangeOf } from '../../../shared/session/fileChange';
import { ScrollRegion } from '../../ui/ScrollRegion';
import { DiffLines, textDiff } from '../timeline';
import styles from './PermissionRequests.module.css';

/** What the tool would get, whole: a command as it is, a change of a file as a difference, anything else as JSON. */
export function RequestInput({ request }: { readonly request: PendingPermission }) {
  const change = useMemo(() => fileChangeOf(request), [request]);
  if (change) return <Change change={change} />;
  const { command } = Object(request.input);
  const isCommand = request.tool === 'bash' && typeof command === 'string';
  return (
    <ScrollRegion className={styles.input} aria-label={isCommand ? 'Command' : 'Input'}>
      {visibleText(isCommand ? command : JSON.stringify(request.input, null, 2))}
    </ScrollRegion>
  );
}

function Change({ change }: { readonly change: FileChange }) {
  const lines = useMemo(() => textDiff(visibleText(change.before), visibleText(change.after)), [change]);
  const file = visibleText(change.file);
  return (
    <div>
      <p className={styles.file}>
        <code>{file}</code>
        {change.isNew && ' (new)'}
      </p>
      {lines.length > 0 ? (
        <DiffLines label={`Changes to ${file}`} lines={lines} />
      ) : (
        <p className={styles.why}>The file would stay as it is.</p>
      )}
    </div>
  );
}
