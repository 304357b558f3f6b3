import type { z } from 'zod';
import type { Terminal } from './terminal';

/** 0 completed or valid; 1 failed or partial; 2 invalid definition, parameter or usage; 130 aborted. */
export type ExitStatus = 0 | 1 | 2 | 130;

/** An option as `--help` shows it and as the parser reads it. */
export type OptionSpec = {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** May be given several times; its value is then a list. */
  readonly multiple?: boolean;
  /** What stands for the value in the help, as in `--port N`. */
  readonly value?: string;
  readonly help: string;
};

export type VerbSpec<Schema extends z.ZodType> = {
  /** One word, or two as in `runs show`. */
  readonly name: string;
  /** Names of what must follow the verb, in order; `[NAME]` may be left out. */
  readonly operands: readonly string[];
  readonly summary: string;
  /** Beyond `--db`, `--json` and `--help`, which every verb has. */
  readonly options: { readonly [name: string]: OptionSpec };
  /** Parses the values of all options, common ones included. */
  readonly schema: Schema;
  run(call: VerbCall<z.output<Schema>>): Promise<ExitStatus>;
};

export type VerbCall<Options> = {
  /** As many as `operands` names, but for those that may be left out. */
  readonly operands: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
};

/** A verb whose options are checked before it runs; what differs between verbs is closed over. */
export type Verb = Pick<VerbSpec<z.ZodType>, 'name' | 'operands' | 'summary' | 'options'> & {
  run(operands: readonly string[], values: unknown, terminal: Terminal): Promise<ExitStatus>;
};

export function defineVerb<Schema extends z.ZodType>(spec: VerbSpec<Schema>): Verb {
  return {
    name: spec.name,
    operands: spec.operands,
    summary: spec.summary,
    options: spec.options,
    run: async (operands, values, terminal) => spec.run({ operands, options: parseOptions(spec.schema, values), terminal }),
  };
}

function parseOptions<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`));
}

/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
