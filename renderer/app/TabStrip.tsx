import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import styles from './TitleBar.module.css';

export type OpenTab = {
  readonly key: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly isUnsaved: boolean;
  readonly onChoose: () => void;
  readonly onClose: () => void;
};

type TabStripProps = { readonly tabs: readonly OpenTab[]; readonly current: string | null };

/** One tab stop: arrow keys, Home and End walk, Enter chooses, Delete or the middle button closes. */
export function TabStrip({ tabs, current }: TabStripProps) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current !== null) strip.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
    const next = items.at(targetIndex(event.key, items.indexOf(event.target as HTMLElement), items.length) ?? items.length);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div ref={strip} className={styles.list} role="tablist" aria-label="Open documents" onKeyDown={walk}>
      {tabs.map((tab, index) => (
        <TabItem
          key={tab.key}
          tab={tab}
          isCurrent={tab.key === current}
          isTabStop={tab.key === current || (current === null && index === 0)}
        />
      ))}
    </div>
  );
}

function TabItem({ tab, isCurrent, isTabStop }: { readonly tab: OpenTab; readonly isCurrent: boolean; readonly isTabStop: boolean }) {
  return (
    <div className={styles.item} role="presentation">
      <button
        type="button"
        role="tab"
        aria-selected={isCurrent}
        aria-keyshortcuts="Delete"
        tabIndex={isTabStop ? 0 : -1}
        className={styles.tab}
        title={tab.name}
        onClick={tab.onChoose}
        onAuxClick={(event) => event.button === 1 && tab.onClose()}
        onKeyDown={(event) => event.key === 'Delete' && tab.onClose()}
      >
        {tab.icon}
        <span className={styles.name}>{tab.name}</span>
        {tab.isUnsaved && <span className={styles.dirty} role="img" aria-label="unsaved" />}
      </button>
      {/* For the mouse; a tab list may hold nothing but tabs, and the keyboard has Delete. */}
      <button type="button" className={styles.close} title="Close" aria-hidden="true" tabIndex={-1} onClick={tab.onClose}>
        <X size={14} />
      </button>
    </div>
  );
}

function targetIndex(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (from + 1) % count;
    case 'ArrowLeft':
      return from - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
