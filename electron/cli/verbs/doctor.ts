import { existsSync } from 'node:fs';
import type { AppInfo } from '../../../shared/ipc/contract/app';
import type { PricesState } from '../../../shared/ipc/contract/prices';
import { isAppError } from '../../../shared/lib/appError';
import { withHost } from '../host';
import { HOST_OPTIONS, hostSchema } from '../options';
import { defineVerb } from '../verb';

/** `note`: works, and there is something to know. `problem`: will not work. */
type Finding = { readonly name: string; readonly state: 'ok' | 'note' | 'problem'; readonly detail: string };

const MARKS = { ok: '✓', note: 'i', problem: '✗' } as const satisfies Record<Finding['state'], string>;

export const doctorVerb = defineVerb({
  name: 'doctor',
  operands: [],
  summary: 'Say what is configured and what is missing.',
  options: HOST_OPTIONS,
  schema: hostSchema,
  run: async ({ options, terminal }) => {
    const findings: readonly Finding[] = [node(), ...(await hostFindings(options)), display()];
    if (options.json) terminal.print(JSON.stringify(findings, null, 2));
    else for (const finding of findings) terminal.print(`${MARKS[finding.state]} ${finding.name}: ${finding.detail}`);
    return findings.some((finding) => finding.state === 'problem') ? 1 : 0;
  },
});

function node(): Finding {
  return { name: 'node', state: 'ok', detail: `${process.versions.node} (${process.execPath})` };
}

/** What only an open host knows; that it does not open is a finding too. */
async function hostFindings(options: { readonly db?: string | undefined; readonly workdir?: string | undefined }): Promise<Finding[]> {
  try {
    return await withHost(options, async ({ client }) => {
      const info = await client.app.info({});
      const { total } = await client.runs.list({ limit: 1 });
      return [
        { name: 'stepgraph', state: 'ok', detail: info.version },
        { name: 'store', state: 'ok', detail: `${info.database}, ${total} ${total === 1 ? 'run' : 'runs'}` },
        workDirectory(info.workDir),
        model(info.provider),
        prices(await client.prices.list({})),
      ];
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [{ name: 'store', state: 'problem', detail: error.message }];
  }
}

function workDirectory(folder: string): Finding {
  return existsSync(folder)
    ? { name: 'work directory', state: 'ok', detail: folder }
    : { name: 'work directory', state: 'problem', detail: `${folder}: there is no such folder` };
}

function model(provider: AppInfo['provider']): Finding {
  if (provider.kind === 'anthropic')
    return { name: 'model', state: 'ok', detail: `requests go to ${provider.baseUrl ?? 'the Anthropic API'}` };
  const detail = 'no key, so runs are rehearsals; set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a server of your own';
  return { name: 'model', state: 'note', detail };
}

function prices({ rows, file, problem }: PricesState): Finding {
  if (problem !== null) return { name: 'prices', state: 'problem', detail: problem };
  const own = rows.filter(({ source }) => source === 'file').length;
  return { name: 'prices', state: 'ok', detail: `${rows.length} known, ${own} of them from ${file}` };
}

function display(): Finding {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return hasDisplay
    ? { name: 'display', state: 'ok', detail: 'a window can open' }
    : { name: 'display', state: 'note', detail: 'none here; "stepgraph serve" shows the app in a browser' };
}
