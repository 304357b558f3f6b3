import { existsSync } from 'node:fs';
import type { AppInfo } from '../../../shared/ipc/contract/app';
import type { SandboxState } from '../../../shared/ipc/contract/permissions';
import type { PricesState } from '../../../shared/ipc/contract/prices';
import type { ProviderState, SecretsState } from '../../../shared/ipc/contract/secrets';
import { isAppError } from '../../../shared/lib/appError';
import { type OpenHostOptions, withHost } from '../host';
import { HOST_OPTIONS, hostSchema, SANDBOX_OPTIONS, sandboxSchema } from '../options';
import { defineVerb } from '../verb';

/** `note`: works, and there is something to know. `problem`: will not work. */
type Finding = { readonly name: string; readonly state: 'ok' | 'note' | 'problem'; readonly detail: string };

const MARKS = { ok: '✓', note: 'i', problem: '✗' } as const satisfies Record<Finding['state'], string>;

export const doctorVerb = defineVerb({
  name: 'doctor',
  operands: [],
  summary: 'Say what is configured and what is missing.',
  options: { ...HOST_OPTIONS, ...SANDBOX_OPTIONS },
  schema: hostSchema.extend(sandboxSchema.shape),
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
async function hostFindings(options: Pick<OpenHostOptions, 'db' | 'workdir' | 'sandbox'>): Promise<Finding[]> {
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
        secrets(await client.secrets.provider({}), await client.secrets.list({})),
        sandbox(await client.permissions.sandbox({})),
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

/** What the desktop app encrypted with the keychain's key cannot be read by other programs. */
function secrets({ key }: ProviderState, { protection, secrets: stored }: SecretsState): Finding {
  const unreadable = [
    ...(key === 'unreadable' ? ['the model key'] : []),
    ...stored.flatMap(({ name, isReadable }) => (isReadable ? [] : [name])),
  ];
  if (unreadable.length > 0) {
    const detail = `${unreadable.join(', ')}: set in the desktop app, whose keychain the terminal cannot read; give the key in the environment here`;
    return { name: 'secrets', state: 'note', detail };
  }
  const kept = protection === 'keychain' ? "encrypted with the keychain's key" : 'in a file that only you can read, not encrypted';
  return { name: 'secrets', state: 'ok', detail: stored.length === 0 && key !== 'settings' ? 'none are stored' : `kept ${kept}` };
}

function sandbox({ state, mode, detail }: SandboxState): Finding {
  if (mode === 'off') return { name: 'sandbox', state: state === 'ready' ? 'ok' : 'note', detail: `off; ${detail}` };
  const network = mode === 'offline' ? ', without a network' : '';
  return state === 'ready'
    ? { name: 'sandbox', state: 'ok', detail: `on${network}; ${detail}` }
    : { name: 'sandbox', state: 'problem', detail: `on, so no command runs here: ${detail}` };
}

function display(): Finding {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return hasDisplay
    ? { name: 'display', state: 'ok', detail: 'a window can open' }
    : { name: 'display', state: 'note', detail: 'none here; "stepgraph serve" shows the app in a browser' };
}
