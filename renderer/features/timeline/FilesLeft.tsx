import { Button } from '../../ui/Button';
import styles from './Dialogs.module.css';

type FilesLeftProps = { readonly reason: string; readonly onLookAgain: () => void };

/** Instead of what would happen to the files, where nobody can tell: nothing will. */
export function FilesLeft({ reason, onLookAgain }: FilesLeftProps) {
  return (
    <section>
      <h3 className={styles.heading}>Files</h3>
      <div className={styles.warning}>
        <p>The files cannot be looked at, so they stay as they are.</p>
        <p>{reason}</p>
        <div className={styles.look}>
          <Button onClick={onLookAgain}>Look again</Button>
        </div>
      </div>
    </section>
  );
}
