import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerRequests } from '../../../electron/cli/permissionPrompt';
import { step, workflow } from '../../support/builders';
import { keys } from '../../support/keyboard';
import { text } from '../../support/modelServer/reply';
import { startAttendedHost } from '../permissions/attendedHost';
import { faulty } from './support';

describe('a server that a definition brings along, at a terminal', () => {
  it.each([
    ['a', 'completed', true],
    ['d', 'failed', false],
  ])('is shown whole, with nothing that would hide a part of it, and one key decides: %s', async (key, status, isStarted) => {
    await using at = await startAttendedHost(() => text('done'));
    const mark = join(at.workDir, 'started');
    const server = faulty('starts others', mark, { env: { HIDDEN: 'before\u001b[2Kafter', LONG: 'x'.repeat(3_000) } });
    const lines: string[] = [];
    const { runId } = await at.client.runs.start({ definition: workflow([step('make', { mcpServers: [server] })]) });
    // `r` and `w` are no answers here: agreement holds for this very command until it changes.
    const prompt = answerRequests(at.client, keys('r', 'w', key), (line) => lines.push(line));
    expect((await at.eventsOf(runId)).at(-1)).toMatchObject({ status });
    await prompt.end();
    const shown = lines.join('\n');
    expect(lines[1]).toMatch(/^sample\/make asks to start an MCP server, because the workflow brings/);
    for (const part of [process.execPath, mark, 'before', 'after', 'x'.repeat(3_000), at.workDir]) expect(shown).toContain(part);
    expect(shown).not.toContain('\u001b');
    expect(lines.at(-1)).toBe('[a] agree, until anything of it changes  [d] deny');
    expect(existsSync(mark)).toBe(isStarted);
  });
});
