import { createHash } from 'node:crypto';
import type { Json } from '../../../shared/lib/json';
import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { fanOutFanIn, layered, randomGraph, workflow } from '../../support/builders';
import { httpError } from '../../support/modelServer/faults';
import { message, text, toolUseBlock } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';

/** Workflows of different shapes, and a model whose replies follow from the conversation alone, so that every run of a shape ends alike. */

export type Shape = { readonly name: string; readonly definition: WorkflowDefinition };

export const SHAPES: readonly [Shape, ...Shape[]] = [
  { name: 'layered', definition: told(layered(3, 2)) },
  { name: 'fan-out', definition: told(fanOutFanIn(5)) },
  { name: 'agent loop', definition: agentLoop() },
  { name: 'random', definition: withRefusal(told(randomGraph(7, 11)), 's4') },
  { name: 'agents side by side', definition: workflow([loop('first'), loop('second'), answer('end', ['first', 'second'])]) },
  {
    name: 'runs and a task within a run',
    definition: workflow([answer('before', []), order('lead', ['before']), answer('after', ['lead'])]),
  },
];

/** Each step is told what those before it said, so that a wrong text shows in every text behind it. */
function told(definition: WorkflowDefinition): WorkflowDefinition {
  return { ...definition, steps: definition.steps.map(({ id, dependsOn = [] }) => answer(id, dependsOn)) };
}

function answer(id: string, dependsOn: readonly string[]): WorkflowStepDefinition {
  return { id, prompt: `answer ${id} ${texts(dependsOn)}`, dependsOn: [...dependsOn] };
}

function loop(id: string, dependsOn: readonly string[] = []): WorkflowStepDefinition {
  return { id, prompt: `loop ${id} ${texts(dependsOn)}`, dependsOn: [...dependsOn] };
}

/** A step whose agent orders two runs, one after the other, then hands over a task. */
function order(id: string, dependsOn: readonly string[]): WorkflowStepDefinition {
  return { id, prompt: `order ${id} ${texts(dependsOn)}`, dependsOn: [...dependsOn], tools: ['run_workflow'] };
}

/** What such an agent orders in its n-th turn: no two steps of all runs have the same id. */
function orderedRun(id: string, turn: number): Json {
  const [look, end] = [`${id}${turn}look`, `${id}${turn}end`];
  return {
    name: `${id}-${turn}`,
    steps: [
      { id: look, prompt: `loop ${look}` },
      { id: end, prompt: `answer ${end} $steps.${look}.text`, dependsOn: [look] },
    ],
  };
}

function agentLoop(): WorkflowDefinition {
  return workflow([answer('before', []), loop('agent', ['before']), answer('after', ['agent'])]);
}

/** One step whose request the model refuses, so that the steps behind it are skipped. */
function withRefusal(definition: WorkflowDefinition, refused: string): WorkflowDefinition {
  return { ...definition, steps: definition.steps.map((step) => (step.id === refused ? { ...step, prompt: `refuse ${step.id}` } : step)) };
}

function texts(dependsOn: readonly string[]): string {
  return dependsOn.map((id) => `$steps.${id}.text`).join(' ');
}

/** Three rounds of tools for a step that loops: two that look, one that leaves a note, one of each; then an answer. */
export const shapeScript: Script = ({ prompt, body }) => {
  const { kind, stepId } = stepOf(prompt);
  const turn = body.messages.filter(({ role }) => role === 'assistant').length;
  const call = (name: 'look' | 'note', number: number) => toolUseBlock(name, { key: `${stepId}/${turn}/${number}` });
  if (kind === 'refuse') return httpError(400, 'invalid_request_error', 'No');
  if (kind === 'order' && turn === 2) return message([toolUseBlock('task', { agent: 'bot', prompt: `loop ${stepId}chore` })]);
  if (kind === 'order' && turn < 2) return message([toolUseBlock('run_workflow', { definition: orderedRun(stepId, turn) })]);
  if (kind === 'loop' && turn === 0) return message([call('look', 1), call('look', 2)]);
  if (kind === 'loop' && turn === 1) return message([call('note', 1)]);
  if (kind === 'loop' && turn === 2) return message([call('look', 1), call('note', 2)]);
  return text(`${stepId} says ${createHash('sha256').update(prompt).digest('hex').slice(0, 12)} at turn ${turn + 1}`);
};

export function stepOf(prompt: string): { readonly kind: string; readonly stepId: string } {
  const [kind = '', stepId = ''] = prompt.split(' ');
  return { kind, stepId };
}
