import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { activeDocument, editorStore } from '../editor';

/** Long enough for a path to be typed. */
const SETTLED_MS = 400;

/** Looks into the folders of skills that the workflow in front names, so that Problems tells what is wrong with them. As long as the page lives. */
export function followSkills(client: Pick<StepgraphClient, 'connections'>, onError: (error: unknown) => void): void {
  let asked = '';
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function look(directories: readonly string[]): Promise<void> {
    const found = await Promise.all(directories.map((directory) => client.connections.skills({ directories: [directory], workDir: null })));
    const remarks = directories.map((directory, index) => [directory, found[index]?.warnings ?? []] as const);
    if (asked === directories.join('\n')) editorStore.getState().setSkillRemarks(Object.fromEntries(remarks));
  }

  editorStore.subscribe((state) => {
    const directories = namedIn(activeDocument()?.history.present);
    const wanted = directories.join('\n');
    if (wanted === asked || state.catalog === null) return;
    asked = wanted;
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(directories).catch(onError), SETTLED_MS);
  });
}

function namedIn(definition: WorkflowDefinition | undefined): readonly string[] {
  return [...new Set(definition?.steps.flatMap((step) => step.skillDirectories ?? []))]
    .filter((directory) => directory.trim() !== '')
    .slice(0, 50);
}
