import { useState } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import { Button } from '../../ui/Button';
import { countOf } from '../../ui/format';
import { ScrollRegion } from '../../ui/ScrollRegion';
import styles from './DiffLines.module.css';
import type { DiffLine } from './textDiff';

const SIGNS = { added: '+', removed: '−', same: ' ', gap: ' ' } as const;
const HEARD = { added: 'added: ', removed: 'removed: ', same: '', gap: '' } as const;
/** Lines drawn before one asks for more. */
const FIRST = 400;

/** A difference, with signs as well as colours. */
export function DiffLines({ label, lines }: { readonly label: string; readonly lines: readonly DiffLine[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, FIRST);
  return (
    <>
      <ScrollRegion className={styles.diff} aria-label={label}>
        {shown.map(({ kind, text, key }) => (
          <div key={key} className={styles.line} data-kind={kind}>
            <span className={styles.sign} aria-hidden="true">
              {SIGNS[kind]}
            </span>
            <span className="visually-hidden">{HEARD[kind]}</span>
            <span className={styles.text}>{plainText(text)}</span>
          </div>
        ))}
      </ScrollRegion>
      {shown.length < lines.length && (
        <Button variant="quiet" onClick={() => setWhole(true)}>
          Show {countOf(lines.length - shown.length, 'more line')}
        </Button>
      )}
    </>
  );
}
