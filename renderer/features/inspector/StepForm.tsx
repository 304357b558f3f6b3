import { stepName, type WorkflowDefinition, type WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { Input, Select } from '../../ui/Input';
import { editorStore, useProblems } from '../editor';
import { AllowedToolsField } from './AllowedToolsField';
import { DependsOnField } from './DependsOnField';
import { FormField } from './FormField';
import { problemsByField } from './fieldProblems';
import { IdField } from './IdField';
import styles from './Inspector.module.css';
import { McpServersField } from './McpServersField';
import { ModelField } from './ModelField';
import { NumberField } from './NumberField';
import { PromptField } from './PromptField';
import { ResolvedPrompt } from './ResolvedPrompt';
import { SkillsField } from './SkillsField';
import { editStep, setOrRemove } from './stepEdits';
import { ToolsField } from './ToolsField';

const MS_PER_SECOND = 1000;

type StepFormProps = { readonly step: WorkflowStepDefinition; readonly stepKey: string; readonly definition: WorkflowDefinition };

/** Everything about one step. Whatever is typed is in the document at once. */
export function StepForm({ step, stepKey, definition }: StepFormProps) {
  const problems = useProblems().byStep.get(stepKey) ?? [];
  const problemsOf = problemsByField(problems, 2);
  const field = (name: string) => ({ field: name, problems: problemsOf(name) });
  const isSingle = step.mode === 'single';
  return (
    <div className={styles.form}>
      <h2 className={styles.title} title={stepName(step)}>
        {stepName(step)}
      </h2>
      <IdField stepKey={stepKey} id={step.id} problems={problemsOf('id')} />
      <FormField label="Name" {...field('description')}>
        {(control) => (
          <Input
            {...control}
            spellCheck
            placeholder={step.id}
            value={step.description ?? ''}
            onChange={({ target }) => editorStore.getState().nameStep(stepKey, target.value)}
          />
        )}
      </FormField>
      <PromptField
        label="Prompt"
        {...field('prompt')}
        value={step.prompt}
        definition={definition}
        step={step}
        placeholder="What should the agent do? Type $ for parameters and the results of earlier steps."
        onChange={(prompt) =>
          editStep(stepKey, 'prompt', (draft) => {
            draft.prompt = prompt;
          })
        }
      />
      <DependsOnField stepKey={stepKey} step={step} definition={definition} problems={problemsOf('dependsOn')} />
      <FormField label="Mode" {...field('mode')}>
        {(control) => (
          <Select
            {...control}
            value={step.mode ?? 'react'}
            onChange={({ target }) =>
              editStep(stepKey, 'mode', (draft) => setOrRemove(draft, 'mode', target.value === 'single' ? 'single' : undefined))
            }
          >
            <option value="react">Agent: works with tools until it is done</option>
            <option value="single">Single: one answer, no tools</option>
          </Select>
        )}
      </FormField>
      <ModelField
        {...field('model')}
        value={step.model}
        inherited={definition.model}
        onChange={(model) => editStep(stepKey, 'model', (draft) => setOrRemove(draft, 'model', model))}
      />
      <PromptField
        label="System prompt"
        {...field('systemPrompt')}
        value={step.systemPrompt ?? ''}
        definition={definition}
        placeholder={definition.systemPrompt ? "The workflow's" : 'None'}
        onChange={(text) => editStep(stepKey, 'system prompt', (draft) => setOrRemove(draft, 'systemPrompt', text))}
      />
      {!isSingle && <AllowedToolsField stepKey={stepKey} allowed={step.allowedTools} problems={problemsOf('allowedTools')} />}
      {!isSingle && (
        <>
          <ToolsField stepKey={stepKey} tools={step.tools} problems={problemsOf('tools')} />
          <McpServersField
            servers={step.mcpServers}
            problems={problemsOf('mcpServers')}
            hint="For this step, beside those of the workflow and your own, which are in Settings."
            onChange={(servers) => editStep(stepKey, 'MCP servers', (draft) => setOrRemove(draft, 'mcpServers', servers))}
          />
          <SkillsField stepKey={stepKey} directories={step.skillDirectories} problems={problemsOf('skillDirectories')} />
        </>
      )}
      <div className={styles.pair}>
        <NumberField
          label="Retries"
          {...field('retries')}
          value={step.retries}
          min={0}
          max={10}
          placeholder="0"
          onChange={(retries) => editStep(stepKey, 'retries', (draft) => setOrRemove(draft, 'retries', retries))}
        />
        <NumberField
          label="Timeout"
          {...field('timeoutMs')}
          hint="seconds"
          value={step.timeoutMs === undefined ? undefined : step.timeoutMs / MS_PER_SECOND}
          min={0.001}
          allowsFractions
          placeholder="none"
          onChange={(seconds) =>
            editStep(stepKey, 'timeout', (draft) =>
              setOrRemove(draft, 'timeoutMs', seconds === undefined ? undefined : Math.round(seconds * MS_PER_SECOND)),
            )
          }
        />
        {!isSingle && (
          <NumberField
            label="Max turns"
            {...field('maxTurns')}
            value={step.maxTurns}
            min={1}
            placeholder="50"
            onChange={(maxTurns) => editStep(stepKey, 'max turns', (draft) => setOrRemove(draft, 'maxTurns', maxTurns))}
          />
        )}
      </div>
      <ResolvedPrompt step={step} definition={definition} />
    </div>
  );
}
