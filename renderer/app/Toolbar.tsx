import { AlignHorizontalSpaceAround, PanelBottom, PanelLeft, PanelRight, Play, Plus, Redo2, Sparkles, Square, Undo2 } from 'lucide-react';
import { canvasStore } from '../features/canvas/canvasStore';
import { useActiveDocument } from '../features/editor';
import { runsStore, useShownRun } from '../features/runs';
import { sessionsStore } from '../features/sessions';
import { CommandButton } from './CommandButton';
import styles from './Toolbar.module.css';
import { ViewSwitch } from './ViewSwitch';

/** What can be done with the document in front. */
export function Toolbar() {
  // What the commands' conditions look at: without these the buttons would not know that they changed.
  useActiveDocument();
  useShownRun();
  const isReading = runsStore(({ front }) => front !== null);
  sessionsStore(({ turns }) => Object.values(turns).filter(({ isOver }) => !isOver).length);
  canvasStore(({ surface, isReadOnly }) => surface !== null && !isReadOnly);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Workflow">
      <CommandButton id="edit.undo" icon={<Undo2 aria-hidden="true" />} />
      <CommandButton id="edit.redo" icon={<Redo2 aria-hidden="true" />} />
      <span className={styles.gap} />
      <CommandButton id="canvas.addStep" icon={<Plus aria-hidden="true" />} withLabel variant="quiet" />
      <CommandButton id="canvas.tidy" icon={<AlignHorizontalSpaceAround aria-hidden="true" />} withLabel variant="quiet" />
      {!isReading && <ViewSwitch />}
      <span className={styles.space} />
      <CommandButton id="run.rehearse" icon={<Sparkles aria-hidden="true" />} withLabel />
      <CommandButton id="run.start" icon={<Play aria-hidden="true" />} withLabel variant="primary" />
      <CommandButton id="run.stop" icon={<Square aria-hidden="true" />} withLabel />
      <span className={styles.gap} />
      <CommandButton id="view.explorer" icon={<PanelLeft aria-hidden="true" />} />
      <CommandButton id="view.bottom" icon={<PanelBottom aria-hidden="true" />} />
      <CommandButton id="view.inspector" icon={<PanelRight aria-hidden="true" />} />
    </div>
  );
}
