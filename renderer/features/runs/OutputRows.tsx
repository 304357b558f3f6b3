import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import type { KeptOutput } from '../../../shared/session/toolOutput';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { ScrollRegion } from '../../ui/ScrollRegion';
import { type OutputPage, pagesOf, placeOf } from './outputPages';
import { useOutputParts } from './useOutputParts';
import styles from './WholeOutput.module.css';

type OutputRowsProps = { readonly sessionId: string; readonly output: KeptOutput };

/** An output of any length: loaded and drawn where one looks. */
export function OutputRows({ sessionId, output }: OutputRowsProps) {
  const pages = pagesOf(output.partRows);
  const [at, setAt] = useState(0);
  const page = pages[at];
  if (!page) return <EmptyState title="Nothing is kept of this output" />;
  return (
    <div className={styles.whole}>
      {pages.length > 1 && (
        <nav className={styles.pages} aria-label="Parts of the output">
          <Button variant="quiet" disabled={at === 0} onClick={() => setAt(at - 1)}>
            Earlier
          </Button>
          <span>
            Part {at + 1} of {pages.length}
          </span>
          <Button variant="quiet" disabled={at === pages.length - 1} onClick={() => setAt(at + 1)}>
            Later
          </Button>
        </nav>
      )}
      <PageRows key={at} sessionId={sessionId} callId={output.callId} page={page} />
    </div>
  );
}

type PageRowsProps = { readonly sessionId: string; readonly callId: string; readonly page: OutputPage };

function PageRows({ sessionId, callId, page }: PageRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: page.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const shown = virtualizer.getVirtualItems().map((item) => ({ ...item, place: placeOf(page, item.index) }));
  const { parts, error } = useOutputParts(
    sessionId,
    callId,
    shown.flatMap(({ place }) => place?.part ?? []),
  );
  if (error) return <EmptyState title="The output can’t be loaded">{error}</EmptyState>;
  return (
    <ScrollRegion ref={scroller} className={styles.rows} aria-label="Output">
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ key, start, place }) => (
          <div key={key} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
            {place && plainText(parts.get(place.part)?.[place.row] ?? '')}
          </div>
        ))}
      </div>
    </ScrollRegion>
  );
}

/** As in the style sheet. */
const ROW_HEIGHT = 18;
