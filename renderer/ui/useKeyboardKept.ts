import { type FocusEvent, useLayoutEffect, useRef } from 'react';
import { ancestorsOf, focusNear } from './focusPlace';

/**
 * For a part of a view whose buttons come and go: when what has the keyboard in it goes, or the whole part with it, the keyboard goes to `home`, or
 * else to the nearest `data-focus-home`. Without that it would be nowhere, and the next Tab would begin at the top of the window.
 */
export function useKeyboardKept<Part extends HTMLElement>(home?: (part: Part) => HTMLElement | null | undefined) {
  const ref = useRef<Part>(null);
  const hasKeyboard = useRef(false);
  useLayoutEffect(() => {
    const part = ref.current;
    if (!part || !hasKeyboard.current || document.activeElement !== document.body) return;
    if (home)
      home(part)?.focus({ preventScroll: true }); // it may only just be coming into sight
    else focusNear(ancestorsOf(part));
  });
  useLayoutEffect(() => {
    const around = ref.current ? ancestorsOf(ref.current) : [];
    return () => {
      if (hasKeyboard.current) queueMicrotask(() => document.activeElement === document.body && focusNear(around));
    };
  }, []);
  const onFocus = () => {
    hasKeyboard.current = true;
  };
  // Only when the keyboard goes elsewhere: React says nothing when the element itself goes.
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    hasKeyboard.current = currentTarget.contains(relatedTarget);
  };
  return { ref, onFocus, onBlur };
}
