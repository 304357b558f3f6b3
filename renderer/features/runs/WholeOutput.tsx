import { useState } from 'react';
import { type KeptOutput, MOST_KEPT } from '../../../shared/session/toolOutput';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { countOf } from '../../ui/format';
import { CopyOutput } from './CopyOutput';
import { OutputRows } from './OutputRows';
import styles from './WholeOutput.module.css';

type WholeOutputProps = { readonly sessionId: string; readonly output: KeptOutput; readonly tool: string };

/** The way to all that a call put out, where the model was given only a part of it. */
export function WholeOutput({ sessionId, output, tool }: WholeOutputProps) {
  const [isOpen, setOpen] = useState(false);
  const lines = countOf(output.lines, 'line');
  return (
    <div className={styles.more}>
      <span>The model was given a part of the output.</span>
      <Button variant="quiet" className={styles.open} onClick={() => setOpen(true)}>
        Show all {lines}
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={`Whole output of ${tool}`}
        description={`${lines}, ${countOf(output.characters, 'character')}`}
        width={1000}
        footer={<Footer sessionId={sessionId} output={output} />}
      >
        <OutputRows sessionId={sessionId} output={output} />
      </Dialog>
    </div>
  );
}

function Footer({ sessionId, output }: { readonly sessionId: string; readonly output: KeptOutput }) {
  return (
    <>
      {output.isCut && <p className={styles.cut}>The end is missing: only the first {countOf(MOST_KEPT, 'character')} are kept.</p>}
      <CopyOutput sessionId={sessionId} output={output} />
    </>
  );
}
