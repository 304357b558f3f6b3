import { plainText } from '../../../shared/lib/plainText';
import type { StepState } from '../../../shared/run/state';
import { Folded } from './Folded';
import styles from './RunPanel.module.css';

/** What went wrong beside what the step was given, which is where the cause is looked for first. */
export function StepError({ step }: { readonly step: StepState }) {
  return (
    <div className={styles.errorColumns}>
      <div>
        <h3 className={styles.columnTitle}>What happened</h3>
        <p className={styles.errorText} data-status={step.status}>
          {plainText(step.error ?? '')}
        </p>
        {step.errorCode && <p className={styles.remark}>Code: {step.errorCode}</p>}
        {step.attempt > 1 && <p className={styles.remark}>After {step.attempt} attempts.</p>}
      </div>
      <div>
        <h3 className={styles.columnTitle}>Resolved input</h3>
        {step.prompt === '' ? (
          <p className={styles.remark}>The step never started.</p>
        ) : (
          <Folded text={step.prompt} label="Resolved prompt" />
        )}
      </div>
    </div>
  );
}
