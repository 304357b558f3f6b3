import { parseReferences } from '../../shared/workflow/interpolate';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { RunRepository } from '../store/store';
import type { SkillSourceOptions } from '../tools/skills/skillSource';
import { listsUntrustedSkills } from '../tools/skills/untrustedSkills';
import { lineageOf } from './lineage';

/** More than a run can have. */
const MOST_SESSIONS = 100_000;

export type TaintPorts = {
  readonly sessions: Pick<SessionStore, 'get' | 'list' | 'conversation'>;
  readonly runs: Pick<RunRepository, 'get'>;
  readonly skills: SkillSourceOptions;
};

/**
 * Whether a session holds text that others may have written (reliability.md, section 6): results of its tools, skills that a work directory or a
 * definition brings along, answers of steps that have such, or the prompt of a session that has. Of a parent that is deleted it cannot be told.
 */
export function createTaint({ sessions, runs, skills }: TaintPorts): (context: Pick<ToolContext, 'sessionId'>) => boolean {
  // What was read stays read; so only sessions that have read nothing yet, which are short, are looked at again.
  const known = new Set<string>();

  function isTainted(sessionId: string, seen: ReadonlySet<string>): boolean {
    if (known.has(sessionId)) return true;
    if (seen.has(sessionId)) return false;
    const further = new Set([...seen, sessionId]);
    const session = sessions.get(sessionId);
    const parent = lineageOf(sessions, sessionId)[1];
    const found =
      hasResults(session?.headId ?? null) ||
      (session !== undefined && listsUntrustedSkills(session.settings, skills)) ||
      (parent !== undefined && (sessions.get(parent) === undefined || isTainted(parent, further))) ||
      sourcesOf(session?.metadata).some((source) => isTainted(source, further));
    if (found) known.add(sessionId);
    return found;
  }

  function hasResults(headId: string | null): boolean {
    return sessions.conversation(headId).some(({ content }) => content.some(({ type }) => type === 'tool_result'));
  }

  /** The sessions of the steps whose answers are in the prompt. */
  function sourcesOf({ runId, stepId }: ToolContext['metadata'] = {}): readonly string[] {
    const prompt = runs.get(runId ?? '')?.definition.steps.find(({ id }) => id === stepId)?.prompt;
    if (runId === undefined || prompt === undefined) return [];
    const steps = new Set(parseReferences(prompt).flatMap((token) => (token.kind === 'step' ? [token.stepId] : [])));
    if (steps.size === 0) return [];
    return sessions.list({ runId, limit: MOST_SESSIONS }).flatMap(({ id, metadata }) => (steps.has(metadata.stepId ?? '') ? [id] : []));
  }

  return ({ sessionId }) => isTainted(sessionId, new Set());
}
