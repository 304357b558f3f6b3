import type { ContentBlock } from '../../../shared/session/session';
import { splitReports } from './earlierReports';
import type { MessagesRequest } from './messagesRequest';
import type { Orchestration } from './orchestration';
import { type PlannedCall, planCalls } from './plan';
import { writeReport } from './report';
import { type Offer, readTurn, type Turn } from './turn';
import { orderWorkflow } from './workflowDesign';

export type RehearsedReply = { readonly content: readonly ContentBlock[]; readonly stopReason: 'end_turn' | 'tool_use' };

/** The next message of a rehearsal: calls of tools that only look, the order of a workflow, or the report. The same request always gets the same message. */
export function rehearse(request: MessagesRequest): RehearsedReply {
  const turn = readTurn(request);
  const { orchestration } = turn;
  const hasOrdered = orchestration !== undefined && orchestration.results.length > 0;
  const calls = hasOrdered ? [] : planCalls(turn);
  if (orchestration && !hasOrdered && (turn.rounds > 0 || calls.length === 0)) return order(turn, orchestration, request);
  if (calls.length === 0) return { content: [{ type: 'text', text: writeReport(turn) }], stopReason: 'end_turn' };
  return {
    content: [
      { type: 'text', text: `Rehearsal: looking at ${calls.map((call) => `\`${call.subject}\``).join(', ')}.` },
      ...calls.map((call, index) => toolUse(call, turn, `toolu_rehearsal_${request.messages.length}_${index}`)),
    ],
    stopReason: 'tool_use',
  };
}

function order(turn: Turn, { tool, workflows }: Orchestration, { messages }: MessagesRequest): RehearsedReply {
  const input = orderWorkflow(splitReports(turn.prompt).instruction, workflows, turn);
  return {
    content: [
      { type: 'text', text: 'Rehearsal: running a workflow.' },
      { type: 'tool_use', id: `toolu_rehearsal_${messages.length}_0`, name: tool, input },
    ],
    stopReason: 'tool_use',
  };
}

function toolUse(call: PlannedCall, turn: Turn, id: string): ContentBlock {
  const offer: Offer = turn.offers[call.tool] ?? { name: call.tool, fields: [] };
  return { type: 'tool_use', id, name: offer.name, input: inputOf(call, offer) };
}

/** In the fields the offered tool has: `read` takes `file_path` in the SDK's toolset, `path` in others. */
function inputOf(call: PlannedCall, offer: Offer): { readonly [field: string]: string } {
  if (call.tool === 'read') return { [offer.fields.includes('path') ? 'path' : 'file_path']: call.subject };
  return { pattern: call.subject, ...(call.folder !== undefined && { path: call.folder }) };
}
