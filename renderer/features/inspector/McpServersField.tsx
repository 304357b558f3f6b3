import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { ServerList, ServerLogView } from '../connections';
import { FormGroup } from './FormField';

type McpServersFieldProps = {
  readonly servers: readonly McpServerDefinition[] | undefined;
  readonly problems: readonly WorkflowProblem[];
  readonly hint: string;
  /** Nothing, when there are none. */
  readonly onChange: (servers: McpServerDefinition[] | undefined) => void;
};

/** The servers a step or a workflow brings along. Nothing of them starts before a step runs, and then only once someone has agreed to it. */
export function McpServersField({ servers = [], problems, hint, onChange }: McpServersFieldProps) {
  const set = (changed: readonly McpServerDefinition[]) => onChange(changed.length === 0 ? undefined : [...changed]);
  return (
    <FormGroup
      label="MCP servers"
      field="mcpServers"
      problems={problems}
      hint={`${hint} Started with the run, after you have agreed to the exact command.`}
    >
      <ServerList
        usualFolder="the work directory"
        servers={servers}
        onChange={(index, server) => set(servers.with(index, server))}
        onRemove={(index) => set(servers.toSpliced(index, 1))}
        onAdd={(server) => set([...servers, server])}
        footer={(index) => {
          const name = servers[index]?.name;
          return name && <ServerLogView server={name} />;
        }}
      />
    </FormGroup>
  );
}
