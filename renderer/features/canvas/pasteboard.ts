import type { Position } from '../../../shared/workflow/schema';
import {
  activeDocument,
  copySteps,
  deleteSteps,
  editorStore,
  insertSteps,
  positionsOf,
  presentOf,
  readFragment,
  type StepsFragment,
  writeFragment,
} from '../editor';
import { canvasStore } from './canvasStore';

/** Copies lie beside what they were made from, so that one sees there are two. */
const OFFSET: Position = { x: 32, y: 32 };

export async function copySelection(): Promise<void> {
  const fragment = selectedFragment();
  if (fragment) await writeFragment(fragment);
}

export async function cutSelection(): Promise<void> {
  const fragment = selectedFragment();
  const keys = activeDocument()?.selection ?? [];
  if (!fragment) return;
  await writeFragment(fragment);
  editorStore.getState().apply(keys.length === 1 ? 'Cut step' : `Cut ${keys.length} steps`, (draft) => deleteSteps(draft, keys));
}

export async function paste(): Promise<void> {
  const fragment = await readFragment(() =>
    canvasStore
      .getState()
      .notify({ tone: 'refusal', text: 'There are no steps on the clipboard. Copy steps here or in another workflow first.' }),
  );
  if (fragment) insert(fragment, 'Paste');
}

export function duplicateSelection(): void {
  const fragment = selectedFragment();
  if (fragment) insert(fragment, 'Duplicate');
}

function selectedFragment(): StepsFragment | undefined {
  const document = activeDocument();
  if (!document || document.selection.length === 0) return undefined;
  return copySteps(presentOf(document), document.selection, positionsOf(presentOf(document)));
}

function insert(fragment: StepsFragment, verb: string): void {
  const { apply, select } = editorStore.getState();
  let added: string[] = [];
  apply(fragment.steps.length === 1 ? `${verb} step` : `${verb} ${fragment.steps.length} steps`, (draft) => {
    added = insertSteps(draft, fragment, OFFSET);
  });
  select(added);
}
