import type { Settings } from '../../../shared/ipc/contract/app';
import type { SandboxState } from '../../../shared/ipc/contract/permissions';
import { SANDBOX_MODES, type SandboxMode } from '../../../shared/session/sandbox';
import { useHostQuery } from '../../host/useHostQuery';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Input';
import styles from './SettingsDialog.module.css';

const MODE_TEXTS: Readonly<Record<SandboxMode, string>> = {
  off: 'Off: commands can do whatever you can',
  on: 'On: commands write only to the work directory',
  offline: 'On, and without a network',
};

type SandboxSectionProps = { readonly mode: SandboxMode; readonly onChange: (change: Pick<Settings, 'sandbox'>) => void };

/** Where shell commands run, and whether that can be had here. */
export function SandboxSection({ mode, onChange }: SandboxSectionProps) {
  const { data: state } = useHostQuery((host, signal) => host.permissions.sandbox({}, signal), [mode]);
  if (!state) return <p className={styles.remark}>Trying the sandbox…</p>;
  const shown = state.isGiven ? state.mode : mode;
  return (
    <Field label="Sandbox for commands" hint={stateText(state, shown)} error={problemOf(state, shown)}>
      {(field) => (
        <Select
          {...field}
          disabled={state.isGiven}
          value={shown}
          onChange={(event) => onChange({ sandbox: event.target.value as SandboxMode })}
        >
          {SANDBOX_MODES.map((each) => (
            <option key={each} value={each} disabled={each !== 'off' && each !== shown && state.state !== 'ready'}>
              {MODE_TEXTS[each]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function stateText({ state, detail, isGiven }: SandboxState, mode: SandboxMode): string {
  const isOn = mode === 'off' ? 'Off.' : 'On: files elsewhere can be read, but not changed, and nothing outlives its command.';
  const given = isGiven ? ' The command that started Stepgraph says so.' : '';
  return state === 'ready' ? `${isOn}${given}` : `Not available here: ${detail}.${given}`;
}

function problemOf({ state }: SandboxState, mode: SandboxMode): string | undefined {
  return mode !== 'off' && state !== 'ready'
    ? 'It is turned on and cannot start, so no command runs. Install bubblewrap, or turn it off.'
    : undefined;
}
