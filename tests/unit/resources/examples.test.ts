import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TOOLS } from '../../../shared/catalog/tools';
import { parseWorkflowText } from '../../../shared/workflow/parse';
import { type WorkflowDefinition, workflowSchema } from '../../../shared/workflow/schema';
import { validateWorkflow } from '../../../shared/workflow/validate';

const folder = resolve(import.meta.dirname, '../../../resources/examples');
const files = readdirSync(folder);
/** As wide and high as a step's card. */
const CARD = { width: 264, height: 150 };

function read(file: string): WorkflowDefinition {
  const parsed = parseWorkflowText(readFileSync(join(folder, file), 'utf8'));
  expect(parsed.problems).toEqual([]);
  return workflowSchema.parse(parsed.value);
}

describe('the example workflows', () => {
  it('are the chapter’s and at least three more', () => {
    expect(files).toContain('release-check.json');
    expect(files.length).toBeGreaterThanOrEqual(4);
  });

  it.each(files)('%s has no problems', (file) => {
    const problems = validateWorkflow(read(file), { tools: BUILT_IN_TOOLS.map((tool) => tool.name) });
    // The chapter's own example waits for a step twice, directly and through another: it uses both answers.
    const expected = file === 'release-check.json' ? ['redundant_dependency'] : [];
    expect(problems.map((problem) => problem.code)).toEqual(expected);
  });

  it.each(files)('%s is named after its file and described', (file) => {
    const definition = read(file);
    expect(`${definition.name}.json`).toBe(file);
    expect(definition.description).toBeTruthy();
    for (const step of definition.steps) expect(step.description, step.id).toBeTruthy();
  });

  it.each(files)('%s has a place for every step, left to right, and no card covers another', (file) => {
    const { steps, layout = {} } = read(file);
    const cards = steps.map((step) => ({ id: step.id, x: layout[step.id]?.x ?? Number.NaN, y: layout[step.id]?.y ?? Number.NaN }));
    expect(Object.keys(layout).sort()).toEqual(steps.map((step) => step.id).sort());
    for (const step of steps) {
      for (const dependency of step.dependsOn ?? []) expect(layout[dependency]?.x ?? 0).toBeLessThan(layout[step.id]?.x ?? 0);
    }
    for (const [index, a] of cards.entries()) {
      for (const b of cards.slice(index + 1)) {
        const apart = Math.abs(a.x - b.x) >= CARD.width || Math.abs(a.y - b.y) >= CARD.height;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });
});
