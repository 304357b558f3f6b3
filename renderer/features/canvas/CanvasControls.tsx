import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { runCommand } from '../../app/commands';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import styles from './CanvasControls.module.css';

/** Zoom out, the zoom itself (click for 100 %), zoom in, fit. */
export function CanvasControls() {
  const flow = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className={styles.controls}>
      <IconButton size="small" label="Zoom out" icon={<Minus size={16} />} onClick={() => void flow.zoomOut()} />
      <Button
        variant="quiet"
        className={styles.percent}
        aria-label={`Zoom ${percent} %, set to 100 %`}
        onClick={() => runCommand('canvas.actualSize')}
      >
        {percent} %
      </Button>
      <IconButton size="small" label="Zoom in" icon={<Plus size={16} />} onClick={() => void flow.zoomIn()} />
      <IconButton size="small" label="Fit" shortcut="1" icon={<Maximize size={16} />} onClick={() => runCommand('canvas.fit')} />
    </Panel>
  );
}
