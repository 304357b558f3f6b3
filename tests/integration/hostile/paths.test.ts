import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolResult } from '../../../electron/sessions/ports';
import { createToolRegistry } from '../../../electron/tools/registry';
import type { Json } from '../../../shared/lib/json';
import { settingsFor } from '../tools/support';
import { makePathScene, type PathScene, SECRET } from './pathScene';

const entrySchema = z.strictObject({
  path: z.string(),
  group: z.string(),
  /** `refused`: it leads outside. `own`: however odd, it is a name in the work directory. `impossible`: nothing can be used under it. */
  verdict: z.enum(['refused', 'own', 'impossible']),
  /** Outside of what the test has made: only looked at. */
  system: z.boolean().default(false),
});
type Entry = z.infer<typeof entrySchema>;

const CORPUS = z
  .array(entrySchema)
  .parse(JSON.parse(readFileSync(new URL('../../corpus/paths.json', import.meta.url), 'utf8')))
  .filter(({ system }) => !system || process.platform === 'linux');
const GROUPS = [...Map.groupBy(CORPUS, ({ group }) => group)];

const TEXT = 'made by a tool';
const FIELDS: Readonly<Record<string, string>> = { read: 'file_path', write: 'file_path', edit: 'file_path', glob: 'path', grep: 'path' };
const INPUTS: Readonly<Record<string, Json & object>> = {
  glob: { pattern: '**' },
  grep: { pattern: '.' },
  write: { content: TEXT },
  edit: { old_string: 'planted', new_string: 'changed' },
};

type Run = (name: string, input: Json) => Promise<ToolResult>;

async function inScene<T>(work: (scene: PathScene, run: Run) => Promise<T>): Promise<T> {
  using scene = makePathScene();
  const { workDir } = scene;
  const { signal } = new AbortController();
  const box = await createToolRegistry().open(settingsFor(workDir), signal);
  const context = { sessionId: 's', callId: 'c', workDir, permissionMode: 'default', signal, metadata: {} } as const;
  try {
    return await work(scene, async (name, input) => {
      const tool = box.tools.find((candidate) => candidate.name === name);
      if (!tool) throw new Error(`There is no tool ${name}`);
      return tool.execute(input, context);
    });
  } finally {
    await box.close();
  }
}

const MAY_ANSWER = { refused: [], own: ['write', 'read', 'edit', 'glob', 'grep'], impossible: ['glob', 'grep'] } as const;

/** What each of the tools did with this path that it should not have. */
async function wrongsOf(entry: Entry, tools: readonly string[], scene: PathScene, run: Run): Promise<string[]> {
  const wrongs: string[] = [];
  const given = scene.fill(entry.path);
  const mayAnswer: readonly string[] = MAY_ANSWER[entry.verdict];
  for (const tool of tools) {
    const startedAt = performance.now();
    const { content, isError } = await run(tool, { ...INPUTS[tool], [FIELDS[tool] ?? '']: given });
    if (performance.now() - startedAt > 1_500) wrongs.push(`${tool} took too long`);
    if (String(content).includes(SECRET)) wrongs.push(`${tool} told what is outside`);
    if (!isError && !mayAnswer.includes(tool)) wrongs.push(`${tool} did it`);
    if (tool === 'read' && entry.verdict === 'own' && content !== TEXT) wrongs.push('what was written is not read back');
  }
  return wrongs;
}

/** A search of what may be searched starts a thread, which takes its time: of the odd names only some are searched. */
function toolsFor({ verdict, system }: Entry, index: number): readonly string[] {
  const searches = verdict !== 'own' || index % 10 === 0 ? ['glob', 'grep'] : [];
  return [...(system ? [] : ['write']), 'read', ...(system ? [] : ['edit']), ...searches];
}

describe.each(GROUPS)('paths: %s', (_, entries) => {
  it('have the verdict they are listed with, by every tool', async () => {
    const wrong: unknown[] = [];
    await inScene(async (scene, run) => {
      const before = scene.outsideContent();
      for (const [index, entry] of entries.entries()) {
        const wrongs = await wrongsOf(entry, toolsFor(entry, index), scene, run);
        if (wrongs.length > 0) wrong.push([entry.path, ...wrongs]);
      }
      expect(scene.outsideContent()).toEqual(before);
    });
    expect(wrong).toEqual([]);
  });

  const refused = entries.filter(({ verdict }) => verdict === 'refused');
  it.runIf(refused.length > 0)('reach outside when nobody guards them', () => {
    using scene = makePathScene();
    expect(refused.filter((entry) => !reachesOutside(scene, entry)).map((entry) => entry.path)).toEqual([]);
  });
});

it('the corpus has at least 300 paths, and each once', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(300);
  expect(new Set(CORPUS.map((entry) => entry.path)).size).toBe(CORPUS.length);
});

/** Whether plain file access, which is what a program without a guard has, reads or writes outside of the work directory by this path. */
function reachesOutside(scene: PathScene, { path: given, system }: Entry): boolean {
  const name = scene.fill(given);
  const isOutside = (place: string) => !path.join(realpathSync(place), '/').startsWith(`${scene.workDir}/`);
  const attempts = [
    (place: string) => readdirSync(place),
    (place: string) => closeSync(openSync(place, 'r')),
    (place: string) => {
      if (system) throw new Error('Nothing is written there');
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, TEXT);
    },
  ];
  // As programs resolve a path, and as the system does.
  const places = [path.resolve(scene.workDir, name), path.isAbsolute(name) ? name : `${scene.workDir}/${name}`];
  return places.some((place) => attempts.some((attempt) => works(() => attempt(place)) && isOutside(place)));
}

function works(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
