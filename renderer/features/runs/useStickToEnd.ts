import { type RefObject, useEffect, useRef } from 'react';

/**
 * Keeps the end of growing content in view for as long as one looks at it: scrolling away lets go, scrolling back takes hold again.
 * `startsAtEnd` says whether to begin there.
 */
export function useStickToEnd(startsAtEnd: boolean): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(startsAtEnd);
  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    if (!outer || !inner) return;
    // Growing content does not scroll by itself, so every scroll event is a person's or our own.
    const note = () => {
      isAtEnd.current = outer.scrollHeight - outer.scrollTop - outer.clientHeight < NEAR;
    };
    const follow = new ResizeObserver(() => {
      if (isAtEnd.current) outer.scrollTop = outer.scrollHeight;
    });
    outer.addEventListener('scroll', note, { passive: true });
    follow.observe(inner);
    return () => {
      outer.removeEventListener('scroll', note);
      follow.disconnect();
    };
  }, []);
  return { scroller, content };
}

/** Pixels from the end that still count as being there. */
const NEAR = 32;
