import { Play, Sparkles } from 'lucide-react';
import { useId } from 'react';
import type { ParameterProblem } from '../../../shared/workflow/problems';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './RunDialog.module.css';
import { RunFormFields } from './RunFormFields';
import { closeRunRequest, type RunRequest, runRequestStore, workflowOf } from './runRequest';
import { useRunForm } from './useRunForm';

/** Asks for a run's parameters, work directory and permission mode; open while there is a request. */
export function RunDialog() {
  const request = runRequestStore((state) => state.request);
  return request && <OpenRunDialog key={workflowOf(request)} request={request} />;
}

function OpenRunDialog({ request }: { readonly request: RunRequest }) {
  const formId = useId();
  const form = useRunForm(request);
  const { definition, rehearse } = request;
  return (
    <Dialog
      open
      onClose={closeRunRequest}
      title={`Run ${definition.name}`}
      description={
        rehearse ? 'A rehearsal proves the wiring: it reads real files, changes nothing and costs nothing.' : definition.description
      }
      footer={
        <>
          <p className={styles.why} aria-live="polite">
            {whyNot(form.problems)}
          </p>
          <Button onClick={closeRunRequest}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            disabled={form.problems.length > 0 || form.isStarting}
            icon={rehearse ? <Sparkles aria-hidden="true" /> : <Play aria-hidden="true" />}
          >
            {rehearse ? 'Rehearse' : 'Run'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={form.submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        <RunFormFields definition={definition} form={form} />
        {form.refusal && (
          <p className={styles.refusal} role="alert">
            {form.refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function whyNot(problems: readonly ParameterProblem[]): string {
  if (problems.length === 0) return '';
  const missing = problems.filter(({ code }) => code === 'missing').map(({ name }) => name);
  if (missing.length === problems.length) return `Fill in ${missing.join(', ')} to go on.`;
  return problems.length === 1 ? 'One value is not valid yet.' : `${problems.length} values are not valid yet.`;
}
