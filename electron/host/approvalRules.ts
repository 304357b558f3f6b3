import { AppError } from '../../shared/lib/appError';
import {
  holdsControlCharacters,
  joinRules,
  NO_RULES,
  type PermissionRules,
  permissionRulesSchema,
} from '../../shared/session/permissionRules';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { RunRepository, SettingsRepository } from '../store/store';
import { lineageOf } from './lineage';

export type ApprovalRulesPorts = {
  readonly settings: Pick<SettingsRepository, 'get' | 'set'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly runs: Pick<RunRepository, 'get'>;
};

/** Where a call belongs: to the work it is part of, from the nearest step to the session or run that began it all. */
export type CallOrigin = {
  readonly steps: readonly { readonly runId: string; readonly stepId: string }[];
  /** The stored workflows of these runs. */
  readonly workflowIds: readonly string[];
  /** The rules that these runs were given. */
  readonly given: readonly (PermissionRules | undefined)[];
  /** The run, or the session outside of runs, that it all began with. */
  readonly root: string;
};

export type RuleChange = (rules: Required<PermissionRules>) => PermissionRules;

/** The rules of a host: a person's own, those of workflows and those given to runs, which are stored, and what answers allow for one run, which ends with it. */
export type ApprovalRules = {
  of(workflowId: string | null): Required<PermissionRules>;
  save(workflowId: string | null, change: RuleChange): Promise<Required<PermissionRules>>;
  /** For a run, or a session outside of runs, until `forget`. */
  allowFor(root: string, rules: readonly string[]): void;
  forget(root: string): void;
  originOf(context: Pick<ToolContext, 'sessionId' | 'metadata'>): CallOrigin;
  /** All that apply to a call. */
  rulesFor(context: Pick<ToolContext, 'sessionId' | 'metadata'>): Required<PermissionRules>;
};

type RulesOfRun = { readonly workflowId: string | null; readonly permissions: PermissionRules | undefined };

/** Enough for the sessions at work at one time. */
const REMEMBERED = 1_000;

const key = (workflowId: string | null) => (workflowId === null ? 'permissionRules' : `permissionRules.${workflowId}`);

export function createApprovalRules({ settings, sessions, runs }: ApprovalRulesPorts): ApprovalRules {
  const origins = new Map<string, CallOrigin>();
  const ofRuns = new Map<string, RulesOfRun>();
  const ofRoots = new Map<string, readonly string[]>();
  let lastWrite: Promise<unknown> = Promise.resolve();

  function readable(workflowId: string | null): Required<PermissionRules> | undefined {
    return permissionRulesSchema.safeParse(settings.get(key(workflowId)) ?? NO_RULES).data;
  }

  /** What cannot be read is worse than no rule: a forbidding one may be among them. */
  function of(workflowId: string | null): Required<PermissionRules> {
    const rules = readable(workflowId);
    if (rules) return rules;
    throw new AppError(
      'STORE_FAILED',
      'The stored permission rules cannot be read, so nothing can be allowed. Set them anew: "stepgraph rules add" in a terminal puts others in their place.',
    );
  }

  /** Reading a run reads its whole definition: once is enough for all its steps. */
  function rulesOfRun(runId: string): RulesOfRun {
    const known = ofRuns.get(runId);
    if (known) return known;
    const { workflowId = null, permissions } = runs.get(runId) ?? {};
    return remember(ofRuns, runId, { workflowId, permissions });
  }

  function findOrigin({ sessionId, metadata }: Pick<ToolContext, 'sessionId' | 'metadata'>): CallOrigin {
    const lineage = lineageOf(sessions, sessionId, metadata);
    const known = lineage.map((id) => (id === sessionId ? metadata : sessions.get(id)?.metadata));
    const steps = known.flatMap((one) =>
      one?.runId !== undefined && one.stepId !== undefined ? [{ runId: one.runId, stepId: one.stepId }] : [],
    );
    const found = steps.map(({ runId }) => rulesOfRun(runId));
    return {
      steps,
      workflowIds: found.flatMap(({ workflowId }) => workflowId ?? []),
      given: found.map(({ permissions }) => permissions),
      root: steps.at(-1)?.runId ?? lineage.at(-1) ?? sessionId,
    };
  }

  /** Where a session belongs never changes, and each call of a tool asks for it. */
  function originOf(context: Pick<ToolContext, 'sessionId' | 'metadata'>): CallOrigin {
    const known = origins.get(context.sessionId);
    if (known) return known;
    return remember(origins, context.sessionId, findOrigin(context));
  }

  return {
    of,
    save(workflowId, change) {
      const write = lastWrite.then(async () => {
        const before = readable(workflowId) ?? NO_RULES;
        const rules = permissionRulesSchema.parse(change(before));
        refuseControlCharacters(rules.allow.filter((rule) => !before.allow.includes(rule)));
        await settings.set({ [key(workflowId)]: rules });
        return rules;
      });
      // Each changes what the one before has left.
      lastWrite = write.catch(() => undefined);
      return write;
    },
    allowFor: (root, rules) => void ofRoots.set(root, [...(ofRoots.get(root) ?? []), ...rules]),
    forget: (root) => void ofRoots.delete(root),
    originOf,
    rulesFor(context) {
      const { workflowIds, given, root } = originOf(context);
      return joinRules([of(null), ...workflowIds.map(of), ...given, { allow: ofRoots.get(root) ?? [] }]);
    },
  };
}

function refuseControlCharacters(added: readonly string[]): void {
  if (added.some(holdsControlCharacters))
    throw new AppError('INVALID_INPUT', 'A rule that allows cannot hold control characters. Write it without them.');
}

function remember<T>(known: Map<string, T>, key: string, value: T): T {
  if (known.size === REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}
