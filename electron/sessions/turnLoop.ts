import { AppError } from '../../shared/lib/appError';
import type { Message, Session, SessionSettings } from '../../shared/session/session';
import type { Clock, Ids, Logger } from '../engine/ports';
import { CONTINUE_NOTE, hasToolBlocks, nextTurnAction, nothingSaidYet, repliesOf, type TurnAction, unansweredCalls } from './conversation';
import { createDecisionRecord, type DecisionRecord } from './decisionRecord';
import { findTool } from './findTool';
import { abortError, throwIfAborted, untilAborted } from './interruption';
import type {
  AroundCall,
  ModelClient,
  ModelReply,
  PermissionGate,
  PriceOf,
  ReplySpending,
  SessionStore,
  Tool,
  ToolBox,
  ToolBoxOpening,
  ToolOutputStore,
  ToolProvider,
} from './ports';
import { INTERRUPTED_CALL, refuseToolCalls, resumeToolCalls, runToolCalls, type ShowProcess, type ToolCallScene } from './toolCalls';
import { findSession, openTranscript, toolResultMessage, userText } from './transcript';
import { createTurnFacts, NO_OBSERVER, type TurnObserver } from './turnFacts';
import { replyCost, type TurnOutcome, turnOutcome } from './turnOutcome';
import { MAX_REPLY_TOKENS, modelRequest, withRegisteredNames } from './turnRequest';

export const DEFAULT_MAX_TURNS = 50;

export type TurnPorts = {
  readonly store: SessionStore;
  readonly model: ModelClient;
  readonly tools: ToolProvider;
  readonly gate: PermissionGate;
  readonly aroundCall?: AroundCall;
  readonly outputs?: ToolOutputStore;
  readonly showProcess?: ShowProcess;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly priceOf: PriceOf;
  readonly log: Logger;
};

export type TurnRequest = {
  readonly sessionId: string;
  /** The prompt; `null` goes on with what is stored: after a crash, or after a turn that was stopped. */
  readonly input: string | null;
  /** Replaces settings of the session for this turn only. */
  readonly settings?: Partial<Omit<SessionSettings, 'workDir'>>;
  /** Where the session works from this turn on. */
  readonly workDir?: string;
  /** Tools for this turn only, before those of the same name from the provider. */
  readonly extraTools?: readonly Tool[];
  readonly observer?: TurnObserver;
  /** Called when the prompt is stored. */
  readonly onStored?: () => void;
  /** Called before each tool call that may change something. */
  readonly beforeChange?: () => Promise<void>;
};

type Turn = ToolCallScene & {
  readonly ports: TurnPorts;
  readonly instructions?: string | undefined;
  /** See `TurnObserver`. */
  readonly isDurablyObserved: boolean;
};

/** Resolves when the reply, and the word of it, is durable. */
type Kept = Promise<unknown>;

/**
 * One turn of a session: from a prompt to the reply that calls no tool. Every message is durable before anything follows from it that leaves a trace, and each
 * round decides from the stored conversation alone, so a turn that was cut off anywhere is continued by running it again with `input: null`.
 *
 * Rejects with the model's `AppError`s, with `MAX_TURNS`, with `TOOL_FORBIDDEN` (a call in `single` mode) or, when the signal fires, with
 * its coded reason or `ABORTED`.
 * The stored conversation is valid then too: each call has a result, and text that had arrived is kept. Where the tools cannot be opened, as in a
 * folder that is gone, nothing of the turn is stored.
 */
export async function runTurn(ports: TurnPorts, request: TurnRequest, signal: AbortSignal): Promise<TurnOutcome> {
  throwIfAborted(signal);
  const session = findSession(ports.store, request.sessionId);
  const decisions = createDecisionRecord(ports, session.id, request.observer ?? NO_OBSERVER);
  try {
    return await takeTurn(ports, session, request, decisions, signal);
  } finally {
    decisions.write(); // what is about no call of the conversation: whether a server may start
  }
}

async function takeTurn(
  ports: TurnPorts,
  session: Session,
  request: TurnRequest,
  decisions: DecisionRecord,
  signal: AbortSignal,
): Promise<TurnOutcome> {
  const { input, workDir = session.settings.workDir, extraTools = [], beforeChange } = request;
  const settings = { ...session.settings, ...request.settings, workDir };
  const transcript = openTranscript(ports, session, decisions.write);
  const facts = createTurnFacts(decisions.observer, ports.clock);
  if (input === null && transcript.messages.length === 0) throw nothingSaidYet();

  const { aroundCall, clock, gate, log, outputs, showProcess } = ports;
  const writeDecisions = decisions.write;
  const scene = {
    ports,
    beforeChange,
    session,
    settings,
    transcript,
    facts,
    writeDecisions,
    gate,
    aroundCall,
    outputs,
    showProcess,
    clock,
    log,
    signal,
  };
  if (input !== null || nextTurnAction(transcript.messages).kind !== 'answered') {
    const opening = { sessionId: session.id, metadata: session.metadata, report: facts.report };
    const box = await openToolBox(ports.tools, settings, hasToolBlocks(transcript.messages), signal, opening);
    try {
      if (workDir !== session.settings.workDir) await ports.store.update(session.id, { settings: { ...session.settings, workDir } });
      if (input !== null) {
        await refuseToolCalls(scene, unansweredCalls(transcript.messages), INTERRUPTED_CALL);
        await transcript.append(userText(input));
        request.onStored?.();
      }
      await runRounds({
        ...scene,
        isDurablyObserved: decisions.observer.isDurable === true,
        tools: joinTools(extraTools, box.tools),
        ownTools: joinTools(extraTools, box.ownTools ?? []),
        instructions: box.instructions,
      });
    } finally {
      await box.close();
    }
  }
  return turnOutcome(transcript.messages, settings, ports.priceOf);
}

async function runRounds(turn: Turn): Promise<void> {
  let kept: Kept | undefined;
  for (let round = 0; ; round += 1) {
    const action = nextTurnAction(turn.transcript.messages);
    if (action.kind !== 'calls' || !turn.isDurablyObserved) await kept;
    switch (action.kind) {
      case 'answered':
        return;
      case 'ended':
        throw endedError(action.stopReason);
      case 'continue':
        if (turn.settings.mode === 'single') throw new AppError('MAX_TURNS', CUT_IN_SINGLE_MODE);
        await turn.transcript.append(userText(CONTINUE_NOTE));
        break;
      case 'calls':
        await answerCalls({ ...turn, kept }, action, round === 0);
        break;
      case 'request':
        ({ kept } = await requestReply(turn));
        break;
    }
  }
}

/** `isLeftOver`: the calls were stored by a host that is gone, which may have begun them. */
async function answerCalls(turn: Turn, { reply, calls }: TurnAction & { kind: 'calls' }, isLeftOver: boolean): Promise<void> {
  if (turn.settings.mode !== 'single' && !isCut(reply)) return isLeftOver ? resumeToolCalls(turn, calls) : runToolCalls(turn, calls);
  await turn.kept;
  if (turn.settings.mode === 'single') {
    // Nobody is told of them but the conversation: a step that has no tools has called none.
    for (const { id } of calls) await turn.transcript.append(toolResultMessage(id, 'No tools can be used here. Nothing was run.', true));
    throw new AppError(
      'TOOL_FORBIDDEN',
      `The model called ${calls.map((call) => call.name).join(', ')} although a single-turn step has no tools. Use mode react, or reword the prompt.`,
    );
  }
  await refuseToolCalls(turn, calls, CUT_CALL);
  if (reply.stopReason === 'model_context_window_exceeded') throw endedError(reply.stopReason);
}

/** At the length limit, perhaps within a call. */
function isCut({ stopReason }: Message): boolean {
  return stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded';
}

async function requestReply(turn: Turn): Promise<{ readonly kept: Kept }> {
  const { ports, settings, transcript, facts, signal } = turn;
  throwIfAborted(signal);
  const turnNumber = repliesOf(transcript.messages).length + 1;
  const maxTurns = settings.mode === 'single' ? 1 : settings.maxTurns;
  if (turnNumber > maxTurns) throw new AppError('MAX_TURNS', maxTurnsSentence(maxTurns));

  const reply = await streamReply(turn);
  const { content, model, stopReason, usage } = reply;
  const costUsd = replyCost(model, usage, settings, ports.priceOf);
  // Made in one turn of the event loop, the reply, its last text and its usage share a commit.
  const stored = transcript.append({ role: 'assistant', content, model, stopReason, usage }, costUsd);
  const kept = Promise.all([stored, facts.report({ type: 'usage', usage, costUsd, turn: turnNumber })]);
  kept.catch(() => {}); // awaited by what follows from the reply
  return { kept };
}

/** What has come of a reply so far. */
type ReplyPiece = { text: string; spent: ReplySpending | undefined };

async function streamReply(turn: Turn): Promise<ModelReply> {
  const { ports, settings, transcript, facts, tools, instructions, signal } = turn;
  const piece: ReplyPiece = { text: '', spent: undefined };
  const onText = (delta: string) => {
    if (signal.aborted) return;
    piece.text += delta;
    facts.addText(delta);
  };
  const onSpent = (soFar: ReplySpending) => {
    piece.spent = soFar;
  };
  try {
    const request = modelRequest(settings, transcript.messages, tools, instructions);
    const reply = await untilAborted(ports.model.reply(request, onText, signal, onSpent), signal);
    piece.spent = reply;
    return { ...reply, content: withRegisteredNames(reply.content, tools) };
  } catch (error) {
    await keepPiece(turn, piece);
    throw signal.aborted ? abortError(signal) : error;
  }
}

/** A reply that broke off is kept as an interrupted message: its text is worth reading, and its tokens are charged for though it is asked for again. */
async function keepPiece({ ports, settings, transcript, facts }: Turn, { text, spent }: ReplyPiece): Promise<void> {
  const content = text.trim() === '' ? [] : [{ type: 'text', text }];
  const costUsd = spent && replyCost(spent.model, spent.usage, settings, ports.priceOf);
  const turn = repliesOf(transcript.messages).length + 1;
  const reported = spent ? facts.report({ type: 'usage', usage: spent.usage, costUsd: costUsd ?? null, turn }) : facts.flush();
  reported.catch((cause: unknown) => ports.log.warn('The last of a reply could not be reported', cause));
  if (!spent && content.length === 0) return;
  await transcript.append(
    { role: 'assistant', content, interrupted: true, ...(spent && { model: spent.model, usage: spent.usage }) },
    costUsd,
  );
}

/** The first of each name wins: a request that offers one name twice is refused. */
function joinTools(first: readonly Tool[], rest: readonly Tool[]): readonly Tool[] {
  return [...first, ...rest.filter((tool) => !findTool(first, tool.name))];
}

/** A single-turn session opens no tools (and starts no servers) unless its history forces tools to be sent. */
async function openToolBox(
  provider: ToolProvider,
  settings: SessionSettings,
  hasHistory: boolean,
  signal: AbortSignal,
  opening: ToolBoxOpening,
): Promise<ToolBox> {
  if (settings.mode === 'single' && !hasHistory) return { tools: [], close: async () => {} };
  return provider.open(settings, signal, opening);
}

const CUT_IN_SINGLE_MODE = `The answer was cut off at ${MAX_REPLY_TOKENS} tokens, and a single-turn step cannot go on. Ask for less, or use mode react.`;
const CUT_CALL =
  'Your reply was cut off at the length limit before this call was complete, so it was not run. Make the call again with a smaller input.';

function maxTurnsSentence(maxTurns: number): string {
  return `The agent used all ${maxTurns} turns without reaching an answer. Raise maxTurns, or split the prompt into smaller steps.`;
}

function endedError(stopReason: (TurnAction & { kind: 'ended' })['stopReason']): AppError {
  return stopReason === 'refusal'
    ? new AppError('MODEL_REJECTED', 'The model declined to answer this prompt. Reword it, or choose another model.')
    : new AppError(
        'MODEL_REJECTED',
        'The conversation is too long for this model. Start a new session, or split the work into smaller steps.',
      );
}
