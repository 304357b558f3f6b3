import type { ReactNode } from 'react';
import styles from './SettingsDialog.module.css';

export const SECTIONS = [
  'Appearance',
  'Provider',
  'Runs',
  'Sessions',
  'Prices',
  'Permissions',
  'MCP servers',
  'Secrets',
  'This installation',
] as const;
export type SectionTitle = (typeof SECTIONS)[number];

/** Settings that belong together, to be reached from the list beside them. */
export function SettingsSection({ title, children }: { readonly title: SectionTitle; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3 id={idOf(title)} tabIndex={-1} className={styles.title}>
        {title}
      </h3>
      {children}
    </section>
  );
}

/** Takes eye and keyboard to a section. */
export function SectionList() {
  const goTo = (title: SectionTitle) => {
    const heading = document.getElementById(idOf(title));
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  return (
    <nav className={styles.sectionList} aria-label="Sections">
      {SECTIONS.map((title) => (
        <button key={title} type="button" className={styles.sectionLink} onClick={() => goTo(title)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

function idOf(title: SectionTitle): string {
  return `settings-${title.replaceAll(' ', '-').toLowerCase()}`;
}
