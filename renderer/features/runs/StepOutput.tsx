import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { StepState } from '../../../shared/run/state';
import { Button } from '../../ui/Button';
import { classNames } from '../../ui/classNames';
import { EmptyState } from '../../ui/EmptyState';
import { showToast } from '../../ui/toasts';
import { Folded } from './Folded';
import { Markdown } from './Markdown';
import styles from './RunPanel.module.css';

type StepOutputProps = { readonly step: StepState; readonly isRehearsal: boolean };

/** The step's final answer, as markdown or as written. */
export function StepOutput({ step, isRehearsal }: StepOutputProps) {
  const [isRaw, setRaw] = useState(false);
  if (step.status !== 'completed') {
    return <EmptyState title="No output">{WHY_NONE[step.status]}</EmptyState>;
  }
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        {isRehearsal && <p className={classNames(styles.remark, styles.barRemark)}>Written by the built-in rehearsal, not by a model.</p>}
        <Button variant="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          {isRaw ? 'Show as markdown' : 'Show raw'}
        </Button>
        <Button
          variant="quiet"
          icon={<Copy aria-hidden="true" />}
          onClick={() => navigator.clipboard.writeText(step.text).then(() => showToast({ text: 'Output copied.' }))}
        >
          Copy
        </Button>
      </div>
      {step.text === '' && <p className={styles.remark}>The answer is empty.</p>}
      {isRaw ? <Folded text={step.text} label="Output" /> : <Markdown text={step.text} />}
    </div>
  );
}

const WHY_NONE: Readonly<Record<Exclude<StepState['status'], 'completed'>, string>> = {
  pending: 'The step has not started yet.',
  running: 'The step is still at work; what it does is in the transcript.',
  waiting: 'The step waits for an answer.',
  failed: 'The step failed before it had an answer; see Error.',
  skipped: 'The step was skipped; see Error.',
  interrupted: 'The step was under way when the run was cut off. Resume the run to go on.',
};
