import { type MessagesRequest, plainText, type RequestBlock, type RequestMessage } from './messagesRequest';
import { type Orchestration, readOrchestration } from './orchestration';

/** The tools a rehearsal calls: they only look. Whatever else is offered it may name, never call; but see `Orchestration`. */
export const LOOKING_TOOLS = ['glob', 'grep', 'read'] as const;
export type LookingTool = (typeof LOOKING_TOOLS)[number];

/** A tool as offered: the exact name, and the fields of its input. */
export type Offer = { readonly name: string; readonly fields: readonly string[] };

/** A call the rehearsal made, and what came of it. */
export type Outcome = {
  readonly tool: LookingTool;
  /** The pattern, or for `read` the path. */
  readonly subject: string;
  /** The folder looked in, when not the whole work directory. */
  readonly folder: string | undefined;
  readonly output: string;
  readonly isError: boolean;
};

/** What a rehearsal knows when it is asked for the next message. */
export type Turn = {
  /** The prompt being worked on: the last text a user wrote. */
  readonly prompt: string;
  /** What users wrote before it, oldest first. */
  readonly earlier: readonly string[];
  /** Rounds of tool calls since the prompt. */
  readonly rounds: number;
  readonly outcomes: readonly Outcome[];
  readonly offers: { readonly [tool in LookingTool]?: Offer };
  readonly otherTools: readonly string[];
  /** Where there are workflows to run. */
  readonly orchestration: Orchestration | undefined;
  /** As the system prompt names it. */
  readonly workDir: string | undefined;
};

/** Reads the request as a turn in progress. */
export function readTurn(request: MessagesRequest): Turn {
  const promptAt = request.messages.findLastIndex((message) => message.role === 'user' && hasText(message));
  const since = request.messages.slice(promptAt + 1);
  const usable = request.tool_choice?.type === 'none' ? [] : request.tools;
  const offers = usable.map((tool): [string, Offer] => [tool.name.toLowerCase(), { name: tool.name, fields: fieldsOf(tool) }]);
  const prompt = userText(request.messages[promptAt]);
  const orchestration = readOrchestration(request, prompt, since);
  return {
    prompt,
    earlier: request.messages
      .slice(0, Math.max(promptAt, 0))
      .filter((message) => message.role === 'user' && hasText(message))
      .map(userText),
    rounds: since.filter((message) => message.role === 'assistant').length,
    outcomes: since.filter((message) => message.role === 'assistant').flatMap((message) => outcomesOf(message, since)),
    offers: Object.fromEntries(offers.filter(([tool]) => isLooking(tool))),
    otherTools: usable.map((tool) => tool.name).filter((name) => !isLooking(name.toLowerCase()) && name !== orchestration?.tool),
    orchestration,
    workDir: /(?:work(?:ing)?[ -]?dir(?:ectory)?|workspace|cwd)\b[^\n/]*?(\/[^\s"'`<]*[^\s"'`<.,;:)])/i.exec(request.system)?.[1],
  };
}

function outcomesOf(message: RequestMessage, since: readonly RequestMessage[]): Outcome[] {
  const results = new Map(since.flatMap((later) => later.content).map((block) => [block.tool_use_id, block]));
  return message.content.flatMap((block) => {
    const tool = block.name?.toLowerCase() ?? '';
    const result = results.get(block.id);
    if (block.type !== 'tool_use' || !isLooking(tool) || !result) return [];
    const input = block.input ?? {};
    const folder = tool === 'read' ? undefined : stringOf(input.path);
    const subject = stringOf(input.pattern) ?? stringOf(input.file_path) ?? stringOf(input.path) ?? '';
    return [{ tool, subject, folder, output: plainText(result.content), isError: result.is_error === true }];
  });
}

function fieldsOf(tool: MessagesRequest['tools'][number]): string[] {
  return Object.keys(tool.input_schema?.properties ?? {});
}

function isLooking(tool: string): tool is LookingTool {
  return (LOOKING_TOOLS as readonly string[]).includes(tool);
}

function hasText(message: RequestMessage): boolean {
  return message.content.some((block: RequestBlock) => block.type === 'text' && (block.text ?? '').trim() !== '');
}

function userText(message: RequestMessage | undefined): string {
  return plainText((message?.content ?? []).filter((block) => block.type === 'text'));
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
