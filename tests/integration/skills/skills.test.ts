import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import type { RunEvent } from '../../../shared/run/events';
import { startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text, toolUse } from '../../support/modelServer/reply';
import { type Script, turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { lastResult, offeredTools } from '../agents/requests';

/** A host with a work directory and a person's configuration of its own. */
async function open(script: Script | Reply = text('done'), options: object = {}) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script });
  const workDir = join(folder.path, 'work');
  mkdirSync(workDir);
  const host = await createHost({
    database: join(folder.path, 'store.db'),
    workDir,
    environment: { ANTHROPIC_BASE_URL: server.url, XDG_CONFIG_HOME: join(folder.path, 'config') },
    ...options,
  });
  return {
    workDir,
    personal: join(folder.path, 'config', 'stepgraph', 'skills'),
    requests: server.requests,
    async run(step: object = {}) {
      const events: RunEvent[] = [];
      const definition = { name: 'W', steps: [{ id: 'a', prompt: 'Clean', ...step }] };
      const handle = await host.runs.start({ definition }, { onEvent: (event) => events.push(event) });
      const { steps } = await handle.result;
      const warnings = events.flatMap((event) => (event.type === 'step.warning' ? [event.message] : []));
      return { ...steps[0], warnings };
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

function writeSkill(directory: string, name: string, content?: string): string {
  const file = join(directory, name, 'SKILL.md');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content ?? `---\nname: ${name}\ndescription: >-\n  How to do\n  ${name}\n---\n# All about ${name}\n`);
  return dirname(file);
}

describe('skills', () => {
  it('are listed from the step, the work directory and the person, the nearest first', async () => {
    await using test = await open();
    writeSkill(join(test.workDir, '.claude', 'skills'), 'dusting');
    writeSkill(join(test.workDir, '.stepgraph', 'skills'), 'mopping');
    writeSkill(test.personal, 'ironing');
    writeSkill(test.personal, 'Polishing', '---\ndescription: The person’s way\n---\n');
    writeSkill(join(test.workDir, 'mine'), 'polishing', '---\ndescription: "The step’s way"\nlicense: MIT\n---\n');
    expect(await test.run({ skillDirectories: ['mine'], systemPrompt: 'Be tidy.' })).toMatchObject({ status: 'completed', warnings: [] });
    const [before, ...listed] = (test.requests[0]?.body.system ?? '').split('\n- ');
    expect(before).toMatch(/^Be tidy\.\n\nSkills are/);
    expect(listed).toEqual([
      'polishing: The step’s way',
      'mopping: How to do mopping',
      'dusting: How to do dusting',
      'ironing: How to do ironing',
    ]);
  });

  it('are loaded in full, with the files that belong to them and no others', async () => {
    const load = (input: object) => toolUse('skill', { name: 'Dusting', ...input });
    const calls = [
      load({}),
      load({ file: 'steps/first.md' }),
      load({ file: '../../../secret' }),
      load({ file: 'link' }),
      load({ file: 'pipe' }),
    ];
    await using test = await open(turns(...calls, toolUse('skill', { name: 'flying' }), text('done')));
    const skill = writeSkill(join(test.workDir, '.claude', 'skills'), 'dusting');
    mkdirSync(join(skill, 'steps'));
    writeFileSync(join(skill, 'steps', 'first.md'), 'From top to bottom');
    writeFileSync(join(test.workDir, 'secret'), 'not for skills');
    symlinkSync(join(test.workDir, 'secret'), join(skill, 'link'));
    execFileSync('mkfifo', [join(skill, 'pipe')]);
    await test.run();
    expect(test.requests.slice(1).map(lastResult)).toEqual([
      { isError: false, text: `Folder: ${skill}\nFiles: steps/first.md\n\n# All about dusting` },
      { isError: false, text: 'From top to bottom' },
      { isError: true, text: expect.stringContaining('leads out of the skill') },
      { isError: true, text: expect.stringContaining('leads out of the skill') },
      { isError: true, text: expect.stringContaining('is not a regular file') },
      { isError: true, text: expect.stringMatching(/no skill flying.*dusting/) },
    ]);
  });

  it('that cannot be used are warnings in the run, each with its reason, and the step goes on with the others', async () => {
    await using test = await open();
    const directory = join(test.workDir, 'mine');
    const unusable: readonly (readonly [string, string, RegExp])[] = [
      ['bare', '# No front matter', /front matter/],
      ['broken', '---\nname: [broken\n---\n', /no YAML/],
      ['large', `---\ndescription: d\n---\n${'x'.repeat(300_000)}`, /more than 256 KiB/],
      [
        'long',
        `---\nname: long\ndescription: d\n${Array.from({ length: 30_000 }, (_, key) => `k${key}:`).join('\n')}\n---\n`,
        /more than 16 KiB/,
      ],
      ['nameless', '---\nname: "a b"\ndescription: d\n---\n', /the name must have/],
      ['silent', '---\nname: silent\n---\n', /description is missing/],
    ];
    for (const [name, content] of unusable) writeSkill(directory, name, content);
    writeSkill(directory, 'sound');
    const { status, warnings } = await test.run({ skillDirectories: ['mine', 'no-such-folder'] });
    expect(status).toBe('completed');
    expect(warnings).toEqual([
      ...unusable.map(([name, , reason]) => expect.stringMatching(new RegExp(`mine/${name} cannot be used: .*${reason.source}`))),
      expect.stringMatching(/no-such-folder cannot be opened/),
    ]);
    expect(test.requests[0]?.body.system).toContain('- sound:');
  });

  it('of a work directory cannot be links out of it; the person’s own can', async () => {
    await using test = await open();
    const elsewhere = writeSkill(join(test.workDir, '..', 'elsewhere'), 'foreign');
    mkdirSync(join(test.workDir, '.claude', 'skills'), { recursive: true });
    symlinkSync(elsewhere, join(test.workDir, '.claude', 'skills', 'foreign'));
    const { warnings } = await test.run();
    expect(warnings).toEqual([expect.stringMatching(/leads out of the work directory/)]);
    expect(test.requests[0]?.body.system ?? '').not.toContain('foreign');

    mkdirSync(test.personal, { recursive: true });
    symlinkSync(elsewhere, join(test.personal, 'foreign'));
    await test.run();
    expect(test.requests[1]?.body.system).toContain('- foreign:');
  });

  it('cost nothing where there are none or where allowedTools leaves their tool out', async () => {
    await using test = await open();
    await test.run();
    writeSkill(join(test.workDir, '.claude', 'skills'), 'dusting');
    await test.run({ allowedTools: ['read'] });
    for (const request of test.requests) {
      expect(offeredTools(request)).not.toContain('skill');
      expect(request.body.system ?? '').toBe('');
    }
    await test.run({ allowedTools: ['skill'] });
    expect(offeredTools(test.requests[2])).toEqual(['skill']);
  });

  it('cannot be made to use up memory by their front matter', async () => {
    await using test = await open();
    const bomb = [
      'a: &a [x]',
      ...'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefghij'[at]},`.repeat(10)}]`),
    ].join('\n');
    writeSkill(join(test.workDir, 'mine'), 'bomb', `---\n${bomb}\n---\n`);
    expect((await test.run({ skillDirectories: ['mine'] })).warnings).toEqual([expect.stringMatching(/no YAML/)]);
  });
});
