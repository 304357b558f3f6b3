import { Play, Sparkles } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { AppError, isAppError } from '../../../shared/lib/appError';
import { PERMISSION_MODES, type PermissionMode } from '../../../shared/session/session';
import type { ParameterProblem } from '../../../shared/workflow/problems';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Input, Select } from '../../ui/Input';
import { loadLastValues, saveLastValues } from './lastValues';
import { ParameterField } from './ParameterField';
import { type FieldValues, fieldsOf, initialFields, paramsOf, problemsOf } from './parameterForm';
import styles from './RunDialog.module.css';
import { startRun } from './runActions';
import { closeRunRequest, type RunRequest, runRequestStore, workflowOf } from './runRequest';

/** Asks for a run's parameters, work directory and permission mode; open while there is a request. */
export function RunDialog() {
  const request = runRequestStore((state) => state.request);
  return request && <OpenRunDialog key={workflowOf(request)} request={request} />;
}

const MODE_TEXTS: Readonly<Record<PermissionMode, string>> = {
  default: 'Ask before writing files and running commands',
  acceptEdits: 'Edit files freely, ask before running commands',
  plan: 'Only read',
  bypassPermissions: 'Do everything without asking',
};

function OpenRunDialog({ request }: { readonly request: RunRequest }) {
  const client = useClient();
  const formId = useId();
  const { definition, rehearse, params } = request;
  const [last] = useState(() => loadLastValues(workflowOf(request)));
  const [fields, setFields] = useState<FieldValues>(() =>
    params ? fieldsOf(definition, params) : initialFields(definition, last?.fields),
  );
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState<PermissionMode>(last?.permissionMode ?? 'default');
  const [typedWorkDir, setWorkDir] = useState(last?.workDir);
  const [refusal, setRefusal] = useState<AppError>();
  const [isStarting, setStarting] = useState(false);
  const defaults = useHostQuery(
    async ({ app }, signal) => (await app.settings({}, signal)).workDir ?? (await app.info({}, signal)).workDir,
    [],
  );
  const workDir = typedWorkDir ?? defaults.data ?? '';

  const problems = problemsOf(definition, fields);
  const refused = parameterProblems(refusal);
  const errorOf = (name: string) =>
    problems.find((problem) => problem.name === name && (problem.code !== 'missing' || touched.has(name)))?.message ??
    refused.find((problem) => problem.name === name)?.message;
  const verb = rehearse ? 'Rehearse' : 'Run';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problems.length > 0 || isStarting) return;
    setStarting(true);
    setRefusal(undefined);
    try {
      const { documentId, workflowId } = request;
      const run = { documentId, workflowId, definition, rehearse, params: paramsOf(definition, fields), permissionMode: mode };
      await startRun(client, workDir.trim() === '' ? run : { ...run, workDir: workDir.trim() });
      saveLastValues(workflowOf(request), { fields: { ...fields }, permissionMode: mode, workDir: typedWorkDir });
      closeRunRequest();
    } catch (error) {
      setRefusal(isAppError(error) ? error : new AppError('INTERNAL', 'The run could not be started. The host’s log says why.'));
    } finally {
      setStarting(false);
    }
  };

  return (
    <Dialog
      open
      onClose={closeRunRequest}
      title={`Run ${definition.name}`}
      description={
        rehearse ? 'A rehearsal proves the wiring: it reads real files, changes nothing and costs nothing.' : definition.description
      }
      footer={
        <>
          <p className={styles.why} aria-live="polite">
            {whyNot(problems)}
          </p>
          <Button onClick={closeRunRequest}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            disabled={problems.length > 0 || isStarting}
            icon={rehearse ? <Sparkles aria-hidden="true" /> : <Play aria-hidden="true" />}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
        noValidate
      >
        {Object.entries(definition.parameters ?? {}).map(([name, parameter]) => (
          <ParameterField
            key={name}
            name={name}
            parameter={parameter}
            value={fields[name] ?? ''}
            error={errorOf(name)}
            onChange={(value) => setFields((before) => ({ ...before, [name]: value }))}
            onLeave={() => setTouched((before) => new Set(before).add(name))}
          />
        ))}
        <hr className={styles.rule} />
        <Field label="Work directory" hint="Files are read, and with permission changed, only in here.">
          {(field) => (
            <Input {...field} value={workDir} placeholder={defaults.data ?? ''} onChange={(event) => setWorkDir(event.target.value)} />
          )}
        </Field>
        <Field label="Permission mode">
          {(field) => (
            <Select {...field} value={mode} onChange={(event) => setMode(event.target.value as PermissionMode)}>
              {PERMISSION_MODES.map((value) => (
                <option key={value} value={value}>
                  {MODE_TEXTS[value]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {refusal && refused.length === 0 && (
          <p className={styles.refusal} role="alert">
            {refusal.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function whyNot(problems: readonly ParameterProblem[]): string {
  if (problems.length === 0) return '';
  const missing = problems.filter(({ code }) => code === 'missing').map(({ name }) => name);
  if (missing.length === problems.length) return `Fill in ${missing.join(', ')} to go on.`;
  return problems.length === 1 ? 'One value is not valid yet.' : `${problems.length} values are not valid yet.`;
}

function parameterProblems(error: AppError | undefined): readonly ParameterProblem[] {
  return error?.code === 'INVALID_PARAMETERS' ? (error.details as unknown as readonly ParameterProblem[]) : []; // as AppErrorCode says
}
