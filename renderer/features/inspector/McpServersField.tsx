import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { ServerList, ServerLogView } from '../connections';
import { FormGroup } from './FormField';
import { editStep, setOrRemove } from './stepEdits';

type McpServersFieldProps = {
  readonly stepKey: string;
  readonly servers: readonly McpServerDefinition[] | undefined;
  readonly problems: readonly WorkflowProblem[];
};

/** The servers a step brings along. Nothing of them starts before the step runs, and then only once someone has agreed to it. */
export function McpServersField({ stepKey, servers = [], problems }: McpServersFieldProps) {
  const set = (changed: readonly McpServerDefinition[]) =>
    editStep(stepKey, 'MCP servers', (draft) => setOrRemove(draft, 'mcpServers', changed.length === 0 ? undefined : [...changed]));
  return (
    <FormGroup
      label="MCP servers"
      field="mcpServers"
      problems={problems}
      hint="Started with the run, after you have agreed to the exact command. Servers of your own that every step may use are in Settings."
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
