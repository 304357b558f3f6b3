import { useEffect, useRef, useState } from 'react';
import type { LiveTurn } from './liveTurn';
import { sessionsStore } from './sessionsStore';

/** The turn under way, as often as an eye follows: its text comes many times a second, and is drawn again each time. */
export function useLiveTurn(sessionId: string): LiveTurn | undefined {
  const turn = sessionsStore(({ turns }) => turns[sessionId]);
  const [shown, setShown] = useState(turn);
  const shownAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, shownAt.current + BETWEEN - performance.now());
    const timer = setTimeout(() => {
      shownAt.current = performance.now();
      setShown(turn);
    }, wait);
    return () => clearTimeout(timer);
  }, [turn]);
  const isGoingOn = turn !== undefined && shown !== undefined && !turn.isOver && turn.prompt === shown.prompt;
  return isGoingOn ? shown : turn;
}

/** Milliseconds. */
const BETWEEN = 100;
