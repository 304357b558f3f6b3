import { useMemo } from 'react';
import { COMPARED_MESSAGES, type PointComparison } from '../../../shared/session/timeline';
import { Button } from '../../ui/Button';
import { countOf } from '../../ui/format';
import { comparedText } from './comparedText';
import styles from './Dialogs.module.css';
import { DiffLines } from './DiffLines';
import { textDiff } from './textDiff';

type ComparedMessagesProps = {
  readonly comparison: PointComparison;
  /** Messages left out on either side: the parts before this one. */
  readonly skip: number;
  readonly onSkip: (skip: number) => void;
};

/** Two conversations from where they part; long ones part by part. */
export function ComparedMessages({ comparison, skip, onSkip }: ComparedMessagesProps) {
  const { left, right } = comparison;
  const lines = useMemo(() => textDiff(comparedText(left.messages), comparedText(right.messages)), [left, right]);
  const longest = Math.max(left.messageCount, right.messageCount);
  if (longest === 0)
    return <p className={styles.note}>They are the same: {countOf(comparison.commonCount + comparison.sameCount, 'message')}.</p>;
  const isInParts = longest > COMPARED_MESSAGES;
  return (
    <>
      <p className={styles.note}>
        {sharedText(comparison)}; after that come {countOf(left.messageCount, 'message')} on one side and {right.messageCount} on the other.
      </p>
      {isInParts && (
        <div className={styles.parts}>
          <p>
            Compared here: the messages {skip + 1} to {Math.min(longest, skip + COMPARED_MESSAGES)} of these on either side.
          </p>
          <div className={styles.steps}>
            <Button unavailable={skip === 0} onClick={() => onSkip(skip - COMPARED_MESSAGES)}>
              Previous part
            </Button>
            <Button unavailable={skip + COMPARED_MESSAGES >= longest} onClick={() => onSkip(skip + COMPARED_MESSAGES)}>
              Next part
            </Button>
          </div>
        </div>
      )}
      {lines.length > 0 ? (
        <DiffLines key={skip} label="Differences in the conversation" lines={lines} />
      ) : (
        <p>{isInParts ? 'No words differ in this part.' : 'No words differ, but something without words does, such as an image.'}</p>
      )}
    </>
  );
}

function sharedText({ commonCount, sameCount }: PointComparison): string {
  if (commonCount === 0 && sameCount === 0) return 'Both share only the beginning';
  if (sameCount === 0) return `Both share the first ${countOf(commonCount, 'message')}`;
  const same = `${countOf(sameCount, 'message')} that ${sameCount === 1 ? 'says' : 'say'} the same on both sides`;
  return commonCount === 0 ? `Both begin with ${same}` : `Both share the first ${countOf(commonCount, 'message')}, then come ${same}`;
}
