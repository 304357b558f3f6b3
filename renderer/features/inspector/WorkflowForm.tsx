import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { Input, Textarea } from '../../ui/Input';
import { useProblems } from '../editor';
import { FormField } from './FormField';
import { problemsByField } from './fieldProblems';
import styles from './Inspector.module.css';
import { McpServersField } from './McpServersField';
import { ModelField } from './ModelField';
import { ParametersTable } from './ParametersTable';
import { PromptField } from './PromptField';
import { editWorkflow, setOrRemove } from './stepEdits';
import { WorkflowRules } from './WorkflowRules';

type WorkflowFormProps = {
  readonly definition: WorkflowDefinition;
  /** Once it is stored. */
  readonly workflowId: string | null;
};

/** What holds for the workflow as a whole. */
export function WorkflowForm({ definition, workflowId }: WorkflowFormProps) {
  const problemsOf = problemsByField(useProblems().all, 0);
  const field = (name: string) => ({ field: name, problems: problemsOf(name) });
  return (
    <div className={styles.form}>
      <h2 className={styles.title}>Workflow</h2>
      <FormField label="Name" {...field('name')}>
        {(control) => (
          <Input
            {...control}
            value={definition.name}
            onChange={({ target }) =>
              editWorkflow('name', (draft) => {
                draft.name = target.value;
              })
            }
          />
        )}
      </FormField>
      <FormField label="Description" {...field('description')}>
        {(control) => (
          <Textarea
            {...control}
            spellCheck
            rows={2}
            placeholder="What is it for?"
            value={definition.description ?? ''}
            onChange={({ target }) => editWorkflow('description', (draft) => setOrRemove(draft, 'description', target.value))}
          />
        )}
      </FormField>
      <ModelField
        {...field('model')}
        value={definition.model}
        onChange={(model) => editWorkflow('model', (draft) => setOrRemove(draft, 'model', model))}
      />
      <PromptField
        label="System prompt"
        {...field('systemPrompt')}
        value={definition.systemPrompt ?? ''}
        definition={definition}
        placeholder="Told to every step that has none of its own"
        onChange={(text) => editWorkflow('system prompt', (draft) => setOrRemove(draft, 'systemPrompt', text))}
      />
      <ParametersTable parameters={definition.parameters ?? {}} problems={problemsOf('parameters')} />
      <McpServersField
        servers={definition.mcpServers}
        problems={problemsOf('mcpServers')}
        hint="For every step whose allowed tools leave any of theirs."
        onChange={(servers) => editWorkflow('MCP servers', (draft) => setOrRemove(draft, 'mcpServers', servers))}
      />
      <WorkflowRules workflowId={workflowId} />
    </div>
  );
}
