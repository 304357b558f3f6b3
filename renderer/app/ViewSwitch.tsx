import { ToggleGroup } from 'radix-ui';
import { type EditorView, editorStore, useEditor } from '../features/editor';
import styles from './Toolbar.module.css';

const VIEWS: readonly { readonly view: EditorView; readonly label: string }[] = [
  { view: 'visual', label: 'Visual' },
  { view: 'outline', label: 'Outline' },
  { view: 'json', label: 'JSON' },
  { view: 'code', label: 'Code' },
];

/** How the definition in front is shown. */
export function ViewSwitch() {
  const view = useEditor((state) => state.view);
  return (
    <ToggleGroup.Root
      type="single"
      className={styles.views}
      aria-label="View"
      value={view}
      onValueChange={(next) => {
        const chosen = VIEWS.find((candidate) => candidate.view === next);
        if (chosen) editorStore.getState().setView(chosen.view);
      }}
    >
      {VIEWS.map(({ view: value, label }) => (
        <ToggleGroup.Item key={value} className={styles.view} value={value}>
          {label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
