import { memo } from 'react';
import { type PromptToken, parseReferences } from '../../../shared/workflow/interpolate';
import styles from './PromptExcerpt.module.css';

/** Longer than two lines of a card can show; laying out the rest would be for nothing. */
const MOST_CHARACTERS = 200;

/** The beginning of a prompt with its variables as small chips. */
export const PromptExcerpt = memo(function PromptExcerpt({ prompt }: { readonly prompt: string }) {
  const text = prompt.slice(0, MOST_CHARACTERS).replace(/\s+/g, ' ').trim();
  if (text === '') return <p className={styles.empty}>No prompt yet</p>;
  return (
    <p className={styles.excerpt}>
      {piecesOf(text).map(({ at, token, text: piece }) => (token ? <Chip key={at} token={token} /> : piece))}
    </p>
  );
});

type Piece = { readonly at: number; readonly text: string; readonly token?: PromptToken };

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const token of parseReferences(text)) {
    if (token.start > end) pieces.push({ at: end, text: text.slice(end, token.start) });
    pieces.push(token.kind === 'escape' ? { at: token.start, text: '$' } : { at: token.start, text: '', token });
    end = token.end;
  }
  pieces.push({ at: end, text: text.slice(end) });
  return pieces;
}

function Chip({ token }: { readonly token: PromptToken }) {
  if (token.kind === 'escape') return null;
  const label = token.kind === 'parameter' ? token.name : `${token.stepId}.${token.field}`;
  return <span className={styles.chip}>{label}</span>;
}
