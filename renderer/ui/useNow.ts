import { useEffect, useState } from 'react';

/** The time of the last tick, for ages and elapsed times; stands still while `isLive` is false. */
export function useNow(isLive: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isLive) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isLive, everyMs]);
  return now;
}
