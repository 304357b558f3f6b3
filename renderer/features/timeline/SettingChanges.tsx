import type { SettingChange } from '../../../shared/session/timeline';
import styles from './Dialogs.module.css';

/** Which settings of the session differ, from → to; nothing where none do. */
export function SettingChanges({ changes }: { readonly changes: readonly SettingChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>Settings</h3>
      <dl className={styles.settings}>
        {changes.map(({ name, from, to }) => (
          <div key={name}>
            <dt>{NAMES[name] ?? name}</dt>
            <dd>
              <del>{from || 'not set'}</del> → <ins>{to || 'not set'}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const NAMES: Readonly<Partial<Record<SettingChange['name'], string>>> = {
  model: 'Model',
  systemPrompt: 'System prompt',
  mode: 'Mode',
  workDir: 'Work directory',
  permissionMode: 'Permission mode',
  maxTurns: 'Max turns',
  provider: 'Provider',
  allowedTools: 'Allowed tools',
  tools: 'Tools',
  mcpServers: 'MCP servers',
  skillDirectories: 'Skills',
  workflows: 'Workflows',
};
