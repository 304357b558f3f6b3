import { useEffect, useState } from 'react';

/** Longer than the second half of a double click takes, shorter than reading anything. */
const SETTLING = 600;

/**
 * Whether what stands at this place has done so for a while. Until then it takes no answer: a click that was meant for what was there before
 * would answer it unread.
 */
export function useStandsStill(place: string): boolean {
  const [settledAt, setSettledAt] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettledAt(place), SETTLING);
    return () => clearTimeout(timer);
  }, [place]);
  return settledAt === place;
}
