import { create } from 'zustand';

export type BottomTab = 'problems' | 'run' | 'timeline' | 'processes';

type Layout = {
  readonly explorer: boolean;
  readonly inspector: boolean;
  readonly bottom: boolean;
  readonly bottomTab: BottomTab;
  readonly dialog: 'palette' | 'shortcuts' | null;
};

const KEY = 'stepgraph.layout';
const START: Layout = { explorer: true, inspector: true, bottom: true, bottomTab: 'run', dialog: null };

/** Which panels of the window are open. */
export const layoutStore = create<Layout>()(() => ({ ...START, ...remembered() }));

layoutStore.subscribe(({ explorer, inspector, bottom }) => localStorage.setItem(KEY, JSON.stringify({ explorer, inspector, bottom })));

export function togglePanel(panel: 'explorer' | 'inspector' | 'bottom'): void {
  layoutStore.setState((layout) => ({ [panel]: !layout[panel] }));
}

export function showBottom(bottomTab: BottomTab): void {
  layoutStore.setState({ bottom: true, bottomTab });
}

export function openDialog(dialog: Layout['dialog']): void {
  layoutStore.setState({ dialog });
}

function remembered(): Partial<Layout> {
  try {
    const { explorer, inspector, bottom } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Layout>;
    return { explorer: explorer !== false, inspector: inspector !== false, bottom: bottom !== false };
  } catch {
    return {};
  }
}
