import { useHostQuery } from '../../host/useHostQuery';
import { Field } from '../../ui/Field';
import { Switch } from '../../ui/Switch';
import { CommittedInput, CommittedTextarea } from './CommittedInput';
import type { SettingsFieldsProps } from './settingsStore';
import { TypedField } from './TypedField';
import { readWholeNumber } from './typedValues';

/** What runs do where steps and workflows say nothing else. */
export function RunFields({ settings, save }: SettingsFieldsProps) {
  const { data: info } = useHostQuery((host, signal) => host.app.info({}, signal), []);
  const { data: catalog } = useHostQuery((host, signal) => host.app.catalog({}, signal), []);
  return (
    <>
      <Field label="Default model" hint="For steps and workflows that name none.">
        {(field) => (
          <>
            <CommittedInput
              {...field}
              list={`${field.id}-models`}
              value={settings.model ?? ''}
              placeholder="Stepgraph’s default"
              onCommit={(model) => save({ model: model.trim() || null })}
            />
            <datalist id={`${field.id}-models`}>
              {catalog?.models.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Default system prompt" hint="For steps and workflows that have none.">
        {(field) => (
          <CommittedTextarea {...field} rows={3} value={settings.systemPrompt} onCommit={(systemPrompt) => save({ systemPrompt })} />
        )}
      </Field>
      <Field label="Default work directory">
        {(field) => (
          <CommittedInput
            {...field}
            value={settings.workDir ?? ''}
            placeholder={info?.workDir}
            onCommit={(workDir) => save({ workDir: workDir.trim() || null })}
          />
        )}
      </Field>
      <TypedField
        label="Steps at once"
        hint="Steps of a run, and turns of all sessions, that may be at work at the same time; the others wait. From 1 to 64."
        value={settings.maxConcurrency}
        write={String}
        read={(text) => readWholeNumber(text, { least: 1, most: 64 })}
        onCommit={(maxConcurrency) => save({ maxConcurrency })}
      />
      <Field
        label="Keep files of steps"
        layout="inline"
        hint="Takes a checkpoint of the work directory before and after each step, so that what the step changed can be taken back. Needs git."
      >
        {({ required: _never, ...field }) => (
          <Switch {...field} checked={settings.keepStepFiles} onCheckedChange={(keepStepFiles) => save({ keepStepFiles })} />
        )}
      </Field>
    </>
  );
}
