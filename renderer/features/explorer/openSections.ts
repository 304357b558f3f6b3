import { useState } from 'react';

export type SectionName = 'workflows' | 'templates' | 'runs' | 'sessions';

const KEY = 'stepgraph.explorer.closed';

/** Which of the explorer's lists are open; remembered by the window. */
export function useOpenSections() {
  const [closed, setClosed] = useState<readonly string[]>(() => (localStorage.getItem(KEY) ?? 'sessions').split(','));
  return {
    isOpen: (name: SectionName) => !closed.includes(name),
    toggle: (name: SectionName) => {
      const next = closed.includes(name) ? closed.filter((other) => other !== name) : [...closed, name];
      localStorage.setItem(KEY, next.join(','));
      setClosed(next);
    },
  };
}
