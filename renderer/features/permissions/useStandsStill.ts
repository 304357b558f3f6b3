import { useEffect, useState } from 'react';
import { SETTLING_MS } from '../../../shared/session/settling';

/**
 * Whether what stands at this place has done so for a while. Until then it takes no answer: a click that was meant for what was there before
 * would answer it unread.
 */
export function useStandsStill(place: string): boolean {
  const [settledAt, setSettledAt] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettledAt(place), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [place]);
  return settledAt === place;
}
