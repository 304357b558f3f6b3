import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { defaultDatabaseFile } from '../../platform/paths';
import {
  type CheckedDefinition,
  checkDefinition,
  checkDefinitionFile,
  hasErrors,
  isFileName,
  lacksToolsOnly,
  problemLine,
} from '../definitions';
import { InvalidInput } from '../failures';
import { followRun } from '../followRun';
import { withHost } from '../host';
import {
  EVENT_OPTIONS,
  eventSchema,
  FILE_OPTIONS,
  fileSchema,
  HOST_OPTIONS,
  hostSchema,
  permissionMode,
  RULE_OPTIONS,
  ruleSchema,
  SANDBOX_OPTIONS,
  SERVER_OPTIONS,
  sandboxSchema,
  serverSchema,
  wholeNumber,
} from '../options';
import { parameterProblems, readParameters } from '../parameters';
import { findStoredWorkflow } from '../storedWorkflow';
import { isTakenOver } from '../takeOver';
import type { Terminal } from '../terminal';
import { defineVerb } from '../verb';

export const runVerb = defineVerb({
  name: 'run',
  operands: ['FILE|NAME'],
  summary: 'Run a workflow file, or a stored workflow by its name.',
  options: {
    param: { type: 'string', short: 'p', multiple: true, value: 'KEY=VALUE', help: 'a parameter' },
    params: { type: 'string', value: 'FILE', help: 'a JSON object of parameters' },
    model: { type: 'string', value: 'M', help: 'the model of steps that name none themselves' },
    rehearse: { type: 'boolean', help: 'answer in process, without a model or cost' },
    'permission-mode': { type: 'string', value: 'MODE', help: 'default, acceptEdits, plan or bypassPermissions' },
    ...RULE_OPTIONS,
    ...SANDBOX_OPTIONS,
    'max-concurrency': { type: 'string', value: 'N', help: 'how many steps may run at once' },
    ...FILE_OPTIONS,
    ...SERVER_OPTIONS,
    ...EVENT_OPTIONS,
    ...HOST_OPTIONS,
  },
  schema: hostSchema
    .extend({ ...eventSchema.shape, ...ruleSchema.shape, ...sandboxSchema.shape, ...fileSchema.shape, ...serverSchema.shape })
    .extend({
      param: z.array(z.string()).default([]),
      params: z.string().optional(),
      model: z.string().min(1).optional(),
      rehearse: z.boolean().default(false),
      'permission-mode': permissionMode.default('default'),
      'max-concurrency': wholeNumber(1, 64).optional(),
    }),
  run: async ({ operands: [target = ''], options, terminal }) => {
    const given = await readParameters(options.param, options.params);
    const isFile = isFileName(target);
    // A file is checked before the store is even opened: what can not run leaves no trace. Only a store knows the person's own servers, though.
    const file = isFile ? await checkDefinitionFile(target) : undefined;
    const mayBeOwnServers = file && lacksToolsOnly(file) && existsSync(options.db ?? defaultDatabaseFile());
    const fromFile = file && !mayBeOwnServers ? accept(file, given, terminal) : undefined;
    const { allow, ask, deny } = options;
    return withHost(
      { ...options, isWatched: terminal.screen !== undefined, isAttended: terminal.keyboard !== undefined },
      async ({ client, agreedFiles }) => {
        const stored = isFile ? undefined : await findStored(client, target);
        const { tools } = await client.app.catalog({});
        const known = tools.map(({ name }) => name);
        const definition = fromFile ?? accept(checkDefinition(target, file?.definition ?? stored?.definition, known), given, terminal);
        if (isFile && !options.rehearse && !(await isTakenOver(target, definition, agreedFiles, terminal))) return 130;
        const { runId } = await client.runs.start({
          workflowId: stored?.id ?? null,
          definition: options.model === undefined ? definition : { ...definition, model: options.model },
          params: given.values,
          workDir: resolve(options.workdir ?? '.'),
          permissionMode: options['permission-mode'],
          ...([allow, ask, deny].some((rules) => rules.length > 0) && { permissions: { allow, ask, deny } }),
          rehearse: options.rehearse,
          maxConcurrency: options['max-concurrency'],
        });
        return followRun(client, runId, 0, options, terminal);
      },
    );
  },
});

/** The definition, if it and the parameters are right; otherwise everything that is wrong with either. */
function accept(checked: CheckedDefinition, given: Awaited<ReturnType<typeof readParameters>>, terminal: Terminal): WorkflowDefinition {
  const { definition, problems, source } = checked;
  const lines = problems.map((problem) => problemLine(source, problem));
  const ofParameters = definition === undefined ? given.problems : [...given.problems, ...parameterProblems(definition, given.values)];
  if (definition === undefined || hasErrors(checked) || ofParameters.length > 0) throw new InvalidInput([...lines, ...ofParameters]);
  for (const line of lines) terminal.note(line);
  return definition;
}

async function findStored(client: StepgraphClient, name: string) {
  const { id } = await findStoredWorkflow(client, name, 'there is no such file, and no stored workflow of that name');
  return client.workflows.get({ id });
}
