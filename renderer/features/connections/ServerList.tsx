import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { IconButton } from '../../ui/IconButton';
import { ServerForm } from './ServerForm';
import styles from './ServerForm.module.css';
import { summaryOf } from './serverFields';

type ServerListProps = {
  readonly servers: readonly McpServerDefinition[];
  readonly onChange: (index: number, server: McpServerDefinition) => void;
  readonly onRemove: (index: number) => void;
  readonly onAdd: (server: McpServerDefinition) => void;
  /** Where a program starts that names no folder. */
  readonly usualFolder: string;
  /** What stands beside a server, before the button that removes it. */
  readonly controls?: (index: number) => ReactNode;
  /** What stands below an opened server's form. */
  readonly footer?: (index: number) => ReactNode;
};

/** MCP servers, each on a line that opens its form. */
export function ServerList({ servers, onChange, onRemove, onAdd, usualFolder, controls, footer }: ServerListProps) {
  const [opened, setOpened] = useState<number>();
  const add = () => {
    onAdd({ name: freeName(servers), command: '' });
    setOpened(servers.length);
  };
  return (
    <div className={styles.list}>
      {servers.map((server, index) => (
        // A server has no identity but its place: two may share a name while one types.
        <div key={index} className={styles.row}>
          <div className={styles.main}>
            <Disclosure
              open={opened === index}
              onToggle={(isOpen) => setOpened(isOpen ? index : undefined)}
              summary={
                <>
                  <span className={styles.name}>{server.name || 'Without a name'}</span>{' '}
                  <span className={styles.command}>{summaryOf(server)}</span>
                </>
              }
            >
              <ServerForm server={server} usualFolder={usualFolder} onChange={(changed) => onChange(index, changed)} />
              {footer?.(index)}
            </Disclosure>
          </div>
          {controls?.(index)}
          <IconButton
            label={`Remove ${server.name || 'the server'}`}
            size="small"
            icon={<Trash2 size={14} />}
            onClick={() => {
              setOpened(undefined);
              onRemove(index);
            }}
          />
        </div>
      ))}
      <Button variant="quiet" className={styles.add} icon={<Plus size={14} />} onClick={add}>
        Add server
      </Button>
    </div>
  );
}

function freeName(servers: readonly McpServerDefinition[]): string {
  const taken = new Set(servers.map(({ name }) => name.toLowerCase()));
  const names = ['server', ...servers.map((_, index) => `server-${index + 2}`)];
  return names.find((name) => !taken.has(name)) ?? 'server';
}
