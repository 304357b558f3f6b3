import { createHash } from 'node:crypto';
import { visibleText } from '../../shared/lib/visibleText';
import { type BroughtKind, bringsAlong } from '../../shared/workflow/bringsAlong';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import { confirm } from './confirm';
import type { Terminal } from './terminal';

/** The workflow files that a person at a terminal of this machine agreed to run, by the SHA-256 of what they hold. */
export type AgreedFiles = { has(hash: string): boolean; add(hashes: readonly string[]): Promise<void> };

const HEADINGS: Readonly<Record<BroughtKind, string>> = {
  server: 'MCP servers; each asks once more before it is started for the first time',
  skills: 'folders of skills, whose text is told to the model',
  tools: 'tools that change things; calls ask, unless a rule or the mode you chose allows them',
  ignored: 'without effect here',
};

/**
 * Whether a file is to be run: one that nobody agreed to here, with these very contents, shows a person at the terminal what it would use, and asks.
 * Without anybody there it goes on, as scripts want: what it may do is then what rules and modes of the command allow. Nobody has agreed to it by
 * that.
 */
export async function isTakenOver(file: string, definition: WorkflowDefinition, agreed: AgreedFiles, terminal: Terminal): Promise<boolean> {
  const hash = createHash('sha256').update(JSON.stringify(definition)).digest('hex');
  const brought = bringsAlong(definition);
  if (brought.length === 0 || terminal.keyboard === undefined || agreed.has(hash)) return true;
  terminal.note(visibleText(`Nobody on this machine has agreed to ${file} as it is now. It would use:`));
  for (const [kind, heading] of Object.entries(HEADINGS)) {
    const own = brought.filter((each) => each.kind === kind);
    if (own.length > 0) terminal.note(`  ${heading}:`);
    for (const { what, steps } of own) {
      const place = steps.length === 0 ? 'every step' : steps.join(', ');
      terminal.note(`    ${visibleText(`${what}  (${place})`).replaceAll('\n', ' ')}`);
    }
  }
  if (!(await confirm('Run it?', terminal.keyboard, terminal.note))) {
    terminal.note('It was not run.');
    return false;
  }
  await agreed.add([hash]);
  return true;
}
