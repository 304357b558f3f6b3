import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { editorStore, selectedStep, useActiveDocument } from '../features/editor';
import { PermissionRequests, usePendingCount } from '../features/permissions';
import { ProblemsPanel, useProblemCounts } from '../features/problems';
import { ProcessesPanel, useProcessCount } from '../features/processes';
import { isUnderWay, RunPanel, type RunView, runsStore, stepToShow, useShownRun } from '../features/runs';
import { openSessionAt } from '../features/sessions';
import { TimelinePanel } from '../features/timeline';
import { Badge } from '../ui/Badge';
import { IconButton } from '../ui/IconButton';
import { StatusMark } from '../ui/StatusMark';
import { Tabs } from '../ui/Tabs';
import styles from './BottomPanel.module.css';
import { type BottomTab, layoutStore, togglePanel } from './layoutStore';

type BottomPanelProps = {
  readonly onRunAgain: (view: RunView) => void;
  /** The step selected on the canvas of an old run. */
  readonly frozenStepId: string | null;
};

export function BottomPanel({ onRunAgain, frozenStepId }: BottomPanelProps) {
  const tab = layoutStore((layout) => layout.bottomTab);
  const { errors, warnings } = useProblemCounts();
  const document = useActiveDocument();
  const isFrozen = runsStore(({ front }) => front !== null);
  const hasRun = runsStore(({ front }) => front === null || front.kind === 'run');
  const view = useShownRun();
  // A step that was only drawn last says nothing about which one is to be looked at: a run then shows what matters most.
  const selected = isFrozen ? frozenStepId : (document?.isSelectionChosen && selectedStep(document)?.id) || null;
  // What was chosen last counts, in the run panel or on the canvas.
  const [shownStepId, setShownStepId] = useState<string | null>(null);
  useEffect(() => setShownStepId(null), [selected, view?.detail.runId]);
  return (
    <Tabs
      label="Bottom panel"
      value={tab}
      onChange={(next) => layoutStore.setState({ bottomTab: next as BottomTab })}
      tabs={[
        {
          id: 'problems',
          label: <>Problems {errors + warnings > 0 && <Badge tone={errors > 0 ? 'failed' : 'waiting'}>{errors + warnings}</Badge>}</>,
          content: <ProblemsPanel />,
        },
        {
          id: 'run',
          label: <RunTabLabel />,
          content: (
            <div className={styles.run}>
              <PermissionRequests runId={view?.state.runId} />
              <RunPanel
                selectedStepId={selected}
                onSelectStep={(stepId) => {
                  setShownStepId(stepId);
                  if (!isFrozen) editorStore.getState().select([stepId]);
                }}
                onRunAgain={onRunAgain}
              />
            </div>
          ),
        },
        {
          id: 'timeline',
          label: 'Timeline',
          content: (
            <TimelinePanel
              sessionId={sessionOf(view, shownStepId ?? selected)}
              onOpen={(session, { messageId, depth }) => openSessionAt(session, messageId, depth)}
            />
          ),
        },
        { id: 'processes', label: <ProcessesTabLabel />, content: <ProcessesPanel /> },
      ].filter(({ id }) => hasRun || id === 'processes')}
      actions={<IconButton label="Close panel" size="small" icon={<X aria-hidden="true" />} onClick={() => togglePanel('bottom')} />}
    />
  );
}

/** The session of the selected step, or of the one that says most, if it has begun. */
function sessionOf(view: RunView | undefined, selected: string | null): string | null {
  if (!view) return null;
  const { steps } = view.state;
  const step = steps.get(selected ?? '') ?? steps.get(stepToShow([...steps.values()]) ?? '');
  return step?.sessionId || null;
}

function ProcessesTabLabel() {
  const count = useProcessCount();
  return <>Processes {count > 0 && <Badge>{count}</Badge>}</>;
}

/** While a run goes on, the tab says so even when it is not in front. */
function RunTabLabel() {
  const view = useShownRun();
  const waiting = usePendingCount();
  return (
    <>
      Run
      {waiting > 0 && <Badge tone="waiting">{waiting}</Badge>}
      {isUnderWay(view) && <StatusMark status="running" size={12} />}
    </>
  );
}
