import { useId } from 'react';
import type { FileRestorePlan, LeftOutFile } from '../../../shared/session/files';
import { Checkbox } from '../../ui/Checkbox';
import { countOf } from '../../ui/format';
import styles from './Dialogs.module.css';
import { FileChanges } from './FileChanges';

type FileRestoreSectionProps = {
  readonly plan: FileRestorePlan;
  readonly workDir: string;
  /** Files that the checkpoint does not have. */
  readonly leftOut: readonly LeftOutFile[];
  readonly isWanted: boolean;
  readonly onWant: (isWanted: boolean) => void;
  readonly force: boolean;
  readonly onForce: (force: boolean) => void;
  /** What is shown came after `force` was told, which is therefore to be told anew. */
  readonly isNewSinceForced: boolean;
};

/** What would happen to the files, and what keeps it from happening unasked. */
export function FileRestoreSection({
  plan,
  workDir,
  leftOut,
  isWanted,
  onWant,
  force,
  onForce,
  isNewSinceForced,
}: FileRestoreSectionProps) {
  const id = useId();
  const { changes, changedSince, blocked } = plan;
  return (
    <section>
      <h3 className={styles.heading}>Files</h3>
      {changes.length === 0 ? (
        <p>The files in {workDir} are as they were: nothing to bring back.</p>
      ) : (
        <>
          <div className={styles.choice}>
            <Checkbox id={`${id}-want`} checked={isWanted} onCheckedChange={(checked) => onWant(checked === true)} />
            <label htmlFor={`${id}-want`}>
              Bring back {countOf(changes.length, 'file')} in {workDir}
            </label>
          </div>
          {isWanted && <FileChanges changes={changes} />}
          {isWanted && changedSince.length > 0 && (
            <div className={styles.warning}>
              {isNewSinceForced && (
                <p className={styles.again} role="alert">
                  Files changed after you agreed. Look again.
                </p>
              )}
              <p>
                {countOf(changedSince.length, 'file was', 'files were')} changed by something other than this session since:{' '}
                {changedSince.join(', ')}
              </p>
              <div className={styles.choice}>
                <Checkbox id={`${id}-force`} checked={force} onCheckedChange={(checked) => onForce(checked === true)} />
                <label htmlFor={`${id}-force`}>Overwrite them; the automatic checkpoint keeps what they are now</label>
              </div>
            </div>
          )}
          {isWanted && blocked.length > 0 && (
            <p className={styles.error}>Something that no checkpoint has stands in the way. Move it first: {blocked.join(', ')}</p>
          )}
        </>
      )}
      {leftOut.length > 0 && (
        <p className={styles.note}>
          Not in the checkpoint, and left alone: {leftOut.map(({ path, reason }) => `${path} (${REASONS[reason]})`).join(', ')}
        </p>
      )}
    </section>
  );
}

const REASONS: Readonly<Record<LeftOutFile['reason'], string>> = {
  'too-large': 'too large',
  repository: 'a repository of its own',
  unreadable: 'could not be read',
};
