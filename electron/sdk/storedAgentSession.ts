import { resolve } from 'node:path';
import { AppError } from '../../shared/lib/appError';
import type { StoredDecision } from '../../shared/session/decision';
import type { Checkpoint, Message, Session, SessionSettings, SessionStateName } from '../../shared/session/session';
import type { RestorePreview } from '../../shared/session/timeline';
import type { Host } from '../host/createHost';
import { findCheckpoint, type RestoreCheckpointOptions, type SaveCheckpointOptions } from '../sessions/checkpoints';
import { refuseWithoutTurn } from '../sessions/conversation';
import type { Tool } from '../sessions/ports';
import type { TurnFact, TurnObserver } from '../sessions/turnFacts';
import type { AgentReply, AgentSession, AgentStreamEvent } from './agentSession';
import { checkedId, checkedLabel, checkedPoint, checkedRestoreOptions, checkedSaveOptions } from './checkArguments';
import { checkOptions, checkPrompt, givenSettings, type SendOptions } from './options';
import { givenCopies, ownCopy } from './ownCopy';
import { joinTaskSignal } from './taskScope';

/** A session read from the store at each use, so that two handles on one session never disagree. */
export class StoredAgentSession implements AgentSession {
  readonly id: string;
  readonly #host: Host;
  readonly #tools: readonly Tool[];

  /** `tools`: those it was made with; whoever holds this has the very same, whatever others of the same names there are. */
  constructor(host: Host, id: string, tools: readonly Tool[] = []) {
    this.#host = host;
    this.id = id;
    this.#tools = tools;
  }

  get title(): string {
    return this.#stored.title;
  }

  get state(): SessionStateName {
    return this.#host.sessions.stateOf(this.#stored);
  }

  get settings(): SessionSettings {
    return this.#stored.settings;
  }

  messages(): readonly Message[] {
    return this.#host.store.sessions.conversation(this.#stored.headId);
  }

  decisions(): readonly StoredDecision[] {
    return this.#host.store.sessions.decisions(this.#stored.id, { limit: Number.MAX_SAFE_INTEGER });
  }

  async wholeOutput(callId: string): Promise<string | undefined> {
    const { toolOutputs } = this.#host.store;
    const kept = toolOutputs.get(this.id, checkedId(callId, 'tool call'));
    return kept && [...kept.partRows.keys()].map((part) => toolOutputs.part(this.id, callId, part)).join('');
  }

  async send(text: string, options: SendOptions = {}): Promise<AgentReply> {
    checkPrompt(text);
    return this.#take(text, options, this.#teller(options));
  }

  async retry(options: SendOptions = {}): Promise<AgentReply> {
    if (!this.#host.sessions.isBusy(this.id)) refuseWithoutTurn(this.messages());
    return this.#take(null, options, this.#teller(options));
  }

  async *stream(text: string, options: SendOptions = {}): AsyncGenerator<AgentStreamEvent, AgentReply> {
    checkPrompt(text);
    const left = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
    const waiting: TurnFact[] = [];
    let wake = Promise.withResolvers<void>();
    let isOver = false;
    const turn = this.#take(
      text,
      { ...options, signal },
      {
        report: async (fact) => {
          this.#tell(options.onEvent, fact);
          waiting.push(ownCopy(fact));
          wake.resolve();
        },
      },
    ).finally(() => {
      isOver = true;
      wake.resolve();
    });
    turn.catch(() => {}); // rethrown by the await below, unless the loop was left
    try {
      while (!isOver || waiting.length > 0) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
        if (isOver) wake.resolve();
        yield* waiting.splice(0);
      }
      const reply = await turn;
      yield { type: 'done', ...reply };
      return reply;
    } finally {
      left.abort(new AppError('ABORTED', 'The stream was left.'));
      await turn.catch(() => {});
    }
  }

  async saveCheckpoint(label: string, options: Pick<SaveCheckpointOptions, 'files'> = {}): Promise<Checkpoint> {
    return this.#host.sessions.checkpoints.save(this.id, checkedLabel(label), checkedSaveOptions(options));
  }

  async previewRestore(checkpointId: string): Promise<RestorePreview> {
    return this.#host.sessions.points.preview(this.id, checkedId(checkpointId, 'checkpoint'));
  }

  async restoreCheckpoint(checkpointId: string, options: RestoreCheckpointOptions = {}): Promise<Checkpoint> {
    return this.#host.sessions.checkpoints.restore(this.id, checkedId(checkpointId, 'checkpoint'), checkedRestoreOptions(options));
  }

  async branch(from: string | null, label = 'Branch'): Promise<Checkpoint> {
    return this.#host.sessions.checkpoints.branch(this.id, this.#messageAt(checkedPoint(from)), checkedLabel(label));
  }

  async listCheckpoints(): Promise<Checkpoint[]> {
    const { checkpoints } = this.#host.sessions;
    for (const { id } of checkpoints.damaged(this.id)) this.#host.log.warn(`Checkpoint ${id} is damaged and left out of the list`);
    return checkpoints.list(this.id);
  }

  async deleteCheckpoint(checkpointId: string): Promise<void> {
    await this.#host.sessions.checkpoints.delete(this.id, checkedId(checkpointId, 'checkpoint'));
  }

  #messageAt(point: string | null): string | null {
    return point?.startsWith('cp_') ? findCheckpoint(this.#host.store.sessions, this.id, point).messageId : point;
  }

  /** `null` goes on with what is stored. */
  async #take(prompt: string | null, options: SendOptions, observer: TurnObserver): Promise<AgentReply> {
    checkOptions(options);
    const tools = [...(options.tools ?? []), ...this.#tools.filter((own) => !options.tools?.some(isNamed(own.name)))];
    const signal = joinTaskSignal(options.signal);
    const settings = { ...givenSettings(options), ...(tools.length > 0 && { tools: this.#toolsBut(tools) }) };
    const turn = {
      observer,
      settings,
      ...(options.workDir !== undefined && { workDir: resolve(options.workDir) }),
      ...(signal && { signal }),
      ...(tools.length > 0 && { tools }),
    };
    const { sessions } = this.#host;
    const outcome = await (prompt === null ? sessions.continueTurn(this.id, turn) : sessions.send(this.id, prompt, turn));
    return { sessionId: this.id, ...outcome };
  }

  #teller({ onEvent }: SendOptions): TurnObserver {
    return { report: async (fact) => this.#tell(onEvent, fact) };
  }

  /** Whoever listens is told and steers nothing: what fails there is logged. */
  #tell(onEvent: SendOptions['onEvent'], fact: TurnFact): void {
    const tell = async () => givenCopies(onEvent)?.(fact);
    tell().catch((error: unknown) => this.#host.log.error(`A listener of session ${this.id} failed on ${fact.type}`, error));
  }

  /** Those the session names but for what the turn brings itself: it may be that this process has no others of these names. */
  #toolsBut(brought: readonly Tool[]): SessionSettings['tools'] {
    const named = this.#stored.settings.tools ?? [];
    return named.filter((entry) => !brought.some(isNamed(typeof entry === 'string' ? entry : entry.name)));
  }

  get #stored(): Session {
    return this.#host.sessions.resume(this.id);
  }
}

function isNamed(name: string): (tool: Tool) => boolean {
  return (tool) => tool.name.toLowerCase() === name.toLowerCase();
}
