import { type FormEvent, useState } from 'react';
import { AppError, isAppError } from '../../../shared/lib/appError';
import type { PermissionMode } from '../../../shared/session/session';
import type { ParameterProblem } from '../../../shared/workflow/problems';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { loadLastValues, saveLastValues } from './lastValues';
import { type FieldValues, fieldsOf, initialFields, parameterProblems, paramsOf, problemsOf } from './parameterForm';
import { folderOutside, namesFolder, withWorkDir } from './pathParameters';
import { startRun } from './runActions';
import { closeRunRequest, type RunRequest, workflowOf } from './runRequest';

/** What is typed into the run dialog, what is wrong with it, and what happens when it is sent. */
export function useRunForm(request: RunRequest) {
  const client = useClient();
  const { definition, params, documentId, workflowId, rehearse } = request;
  const [last] = useState(() => loadLastValues(workflowOf(request)));
  const [typed, setFields] = useState<FieldValues>(() => (params ? fieldsOf(definition, params) : initialFields(definition, last?.fields)));
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [permissionMode, setPermissionMode] = useState<PermissionMode>(last?.permissionMode ?? 'default');
  const [typedWorkDir, setWorkDir] = useState(last?.workDir);
  const [refusal, setRefusal] = useState<AppError>();
  const [isStarting, setStarting] = useState(false);
  const { data: usualWorkDir } = useHostQuery(
    async ({ app }, signal) => (await app.settings({}, signal)).workDir ?? (await app.info({}, signal)).workDir,
    [],
  );
  const workDir = typedWorkDir ?? usualWorkDir ?? '';
  const fields = withWorkDir(definition, typed, workDir, given);
  const problems = problemsOf(definition, fields);
  const refused = parameterProblems(refusal);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problems.length > 0 || isStarting) return;
    setStarting(true);
    setRefusal(undefined);
    try {
      const run = { documentId, workflowId, definition, rehearse, params: paramsOf(definition, fields), permissionMode };
      await startRun(client, workDir.trim() === '' ? run : { ...run, workDir: workDir.trim() });
      saveLastValues(workflowOf(request), { fields: { ...fields }, permissionMode, workDir: typedWorkDir });
      closeRunRequest();
    } catch (error) {
      setRefusal(isAppError(error) ? error : new AppError('INTERNAL', 'The run could not be started. The host’s log says why.'));
      setStarting(false);
    }
  };

  return {
    fields,
    setField: (name: string, value: string | boolean) => {
      setFields((before) => ({ ...before, [name]: value }));
      setGiven((before) => new Set(before).add(name));
    },
    /** The folder in a field that steps could not read, because it is not in the work directory. */
    outsideOf: (name: string): string | undefined => {
      const [parameter, value] = [definition.parameters?.[name], fields[name]];
      return parameter && namesFolder(name, parameter) && typeof value === 'string' ? folderOutside(workDir, value) : undefined;
    },
    /** A field that is merely empty is only called wrong once it was left. */
    leave: (name: string) => setLeft((before) => new Set(before).add(name)),
    errorOf: (name: string) =>
      messageOf(
        problems.find((problem) => problem.name === name && (problem.code !== 'missing' || left.has(name))) ??
          refused.find((problem) => problem.name === name),
      ),
    workDir,
    setWorkDir,
    permissionMode,
    setPermissionMode,
    problems,
    /** Why the host would not start it, where no field can say so. */
    refusal: refused.length === 0 ? refusal?.message : undefined,
    isStarting,
    submit,
  };
}

export type RunForm = ReturnType<typeof useRunForm>;

/** The description stands above the problem already, so a missing value needs few words here. */
function messageOf(problem: ParameterProblem | undefined): string | undefined {
  return problem?.code === 'missing' ? `${problem.name} is required.` : problem?.message;
}
