import { useMemo, useState } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import { Button } from '../../ui/Button';
import { countOf } from '../../ui/format';
import { ScrollRegion } from '../../ui/ScrollRegion';
import styles from './Folded.module.css';

const LINES = 14;
const CHARACTERS = 1600;

type FoldedProps = {
  readonly text: string;
  readonly label: string;
  /** What the button is called that opens it, where there is more than it shows. */
  readonly more?: string | undefined;
};

/** Text in a fixed-width face, as `plainText`; long text shows its beginning until asked for the rest. */
export function Folded({ text: given, label, more = `Show all ${countOf(given.length, 'character')}` }: FoldedProps) {
  const [isOpen, setOpen] = useState(false);
  const text = useMemo(() => plainText(given), [given]);
  const beginning = beginningOf(text);
  const isLong = beginning.length < text.length;
  return (
    <div className={styles.folded}>
      <ScrollRegion className={styles.text} aria-label={label}>
        {isLong && !isOpen ? beginning : text}
      </ScrollRegion>
      {isLong && (
        <Button variant="quiet" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : more}
        </Button>
      )}
    </div>
  );
}

function beginningOf(text: string): string {
  const lines = text.slice(0, CHARACTERS).split('\n', LINES + 1);
  return lines.slice(0, LINES).join('\n');
}
