import { Fragment } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import styles from './SessionView.module.css';

/** What the session was made with, and goes on with. */
export function SessionDetails({ session }: { readonly session: SessionDetail }) {
  const { settings, metadata } = session;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Model', settings.model ?? 'The usual one, as in Settings'],
    ['Work directory', settings.workDir],
    ['Permission mode', settings.permissionMode],
    ['Mode', settings.mode],
    ['Max turns', String(settings.maxTurns)],
    ['Allowed tools', settings.allowedTools ? settings.allowedTools.join(', ') || 'none' : 'all'],
    ['MCP servers', settings.mcpServers?.map(({ name }) => name).join(', ')],
    ['Skills', settings.skillDirectories?.join(', ')],
    ['Workflow', metadata.workflowName],
    ['Agent', metadata.agent],
    ['Begun', new Date(session.createdAt).toLocaleString()],
    ['Id', session.id],
  ];
  return (
    <dl className={styles.details}>
      {facts.map(
        ([name, value]) =>
          value && (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ),
      )}
      {settings.systemPrompt !== '' && (
        <>
          <dt>System prompt</dt>
          <dd className={styles.system}>{settings.systemPrompt}</dd>
        </>
      )}
    </dl>
  );
}
