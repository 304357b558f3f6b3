import { useEffect, useLayoutEffect, useMemo } from 'react';
import { stepName, type WorkflowDefinition } from '../../../shared/workflow/schema';
import { StatusMark } from '../../ui/StatusMark';
import { editorStore, useActiveDefinition, useActiveDocument, useStepSeverity } from '../editor';
import { useStepRun } from '../runs';
import { CanvasNotice } from './CanvasNotice';
import { canvasStore } from './canvasStore';
import { EmptyCanvas } from './EmptyCanvas';
import styles from './Outline.module.css';
import { type OutlineRow, outlineRows } from './outlineRows';
import { ProblemMark } from './ProblemMark';
import { stepStatus } from './stepStatus';

/** The steps as a list one can read and walk through without seeing the canvas; every command works here too. */
export function Outline() {
  const definition = useActiveDefinition();
  useLayoutEffect(() => () => canvasStore.getState().clear(), []);
  useEffect(() => canvasStore.setState({ surface: 'outline' }), []);
  if (!definition) return null;
  return (
    <div className={styles.outline} data-surface="outline">
      <CanvasNotice />
      {definition.steps.length === 0 ? <EmptyCanvas readOnly={false} /> : <Rows definition={definition} />}
    </div>
  );
}

function Rows({ definition }: { readonly definition: WorkflowDefinition }) {
  const selection = useActiveDocument()?.selection ?? [];
  const rows = useMemo(() => outlineRows(definition), [definition]);
  const tabStop = selection.at(-1) ?? rows[0]?.key;
  return (
    <div role="tree" aria-label="Outline" aria-multiselectable="true" className={styles.rows}>
      {rows.map((row) => (
        <Row key={row.key} row={row} isSelected={selection.includes(row.key)} isTabStop={row.key === tabStop} />
      ))}
    </div>
  );
}

type RowProps = { readonly row: OutlineRow; readonly isSelected: boolean; readonly isTabStop: boolean };

function Row({ row: { key, step, level, after }, isSelected, isTabStop }: RowProps) {
  const status = stepStatus(useStepRun(step.id));
  const severity = useStepSeverity(key);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys select, by the commands that work in every view
    <div
      role="treeitem"
      aria-level={level + 1}
      aria-selected={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      className={styles.row}
      data-step-id={step.id}
      data-step-key={key}
      data-status={status}
      onClick={(event) => toggle(key, event.ctrlKey || event.metaKey || event.shiftKey)}
    >
      {Array.from({ length: level }, (_, depth) => (
        <span key={depth} className={styles.indent} />
      ))}
      <StatusMark status={status} />
      <span className={styles.name}>{stepName(step)}</span>
      {severity && <ProblemMark severity={severity} />}
      <span className={styles.after}>{after.length > 0 && `after ${after.join(', ')}`}</span>
    </div>
  );
}

function toggle(key: string, isAdding: boolean): void {
  const { documents, activeId, select } = editorStore.getState();
  const selection = documents.find(({ id }) => id === activeId)?.selection ?? [];
  if (!isAdding) select([key]);
  else select(selection.includes(key) ? selection.filter((other) => other !== key) : [...selection, key]);
}
