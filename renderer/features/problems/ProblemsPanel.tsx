import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { stepName, type WorkflowDefinition } from '../../../shared/workflow/schema';
import { EmptyState } from '../../ui/EmptyState';
import { VirtualList } from '../../ui/VirtualList';
import { editorStore, indexOfStep, stepKeyOf, useActiveDefinition, useProblems } from '../editor';
import { FixButton } from './FixButton';
import styles from './ProblemsPanel.module.css';

const ROW_HEIGHT = 32;

/** Everything that is wrong with the workflow in front; choosing a problem goes to the field it lies in. */
export function ProblemsPanel() {
  const definition = useActiveDefinition();
  const { all } = useProblems();
  if (!definition) return <EmptyState title="No workflow is open" />;
  if (all.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={24} />} title="No problems">
        This workflow is ready to run.
      </EmptyState>
    );
  }
  return (
    <VirtualList
      label="Problems"
      items={all.map((problem, index) => ({ problem, key: `${index} ${problem.code} ${problem.path}` }))}
      rowHeight={ROW_HEIGHT}
      keyOf={({ key }) => key}
      renderRow={({ problem }) => <ProblemRow problem={problem} place={placeOf(definition, problem)} />}
    />
  );
}

function ProblemRow({ problem, place }: { readonly problem: WorkflowProblem; readonly place: string }) {
  const isError = problem.severity === 'error';
  return (
    <div className={styles.row} data-problem={problem.code}>
      <button
        type="button"
        data-row-focus
        className={styles.problem}
        title={problem.message}
        onClick={() => editorStore.getState().focusField(problem.path)}
      >
        <span className={styles.severity} data-severity={problem.severity}>
          {isError ? <CircleX size={16} aria-hidden="true" /> : <TriangleAlert size={16} aria-hidden="true" />}
          <span className="visually-hidden">{isError ? 'Error' : 'Warning'}</span>
        </span>
        <span className={styles.message}>{problem.message}</span>
        <span className={styles.place}>{place}</span>
      </button>
      {problem.fix && <FixButton fix={problem.fix} />}
    </div>
  );
}

/** Where it lies, in the words of the window. */
function placeOf(definition: WorkflowDefinition, { path }: WorkflowProblem): string {
  const key = stepKeyOf(definition, path);
  const step = key === undefined ? undefined : definition.steps[indexOfStep(definition, key)];
  return step ? stepName(step) : 'Workflow';
}
