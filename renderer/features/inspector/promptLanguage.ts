import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type Extension, Facet, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, hoverTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type InterpolationValues, type PromptToken, parseReferences } from '../../../shared/workflow/interpolate';
import type { WorkflowFix, WorkflowProblem } from '../../../shared/workflow/problems';
import { isKnown, type PromptNames } from './promptNames';

export type PromptContext = {
  readonly names: PromptNames;
  readonly problems: readonly WorkflowProblem[];
  readonly applyFix: (fix: WorkflowFix) => void;
  readonly values: InterpolationValues;
};

const EMPTY: PromptContext = {
  names: { parameters: new Map(), steps: [] },
  problems: [],
  applyFix: () => undefined,
  values: { parameter: () => undefined },
};

/** What the prompt is checked against; put in a compartment, so that it can change while the editor stays. */
export const promptContext = Facet.define<PromptContext, PromptContext>({ combine: ([context]) => context ?? EMPTY });

/** Highlights variables, completes them on `$`, shows their last value, underlines unknown ones and offers their fix. */
export function promptLanguage(): Extension {
  return [
    highlighting,
    hoverTooltip(valueTooltip),
    autocompletion({ override: [completeVariable], icons: false, activateOnTyping: true }),
    linter((view) => diagnosticsOf(view.state.doc, view.state.facet(promptContext)), {
      delay: 100,
      needsRefresh: ({ startState, state }) => startState.facet(promptContext) !== state.facet(promptContext),
    }),
  ];
}

const known = Decoration.mark({ class: 'cm-variable' });
const unknown = Decoration.mark({ class: 'cm-variable cm-variable-unknown' });
const escaped = Decoration.mark({ class: 'cm-escape' });

const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorationsOf(view);
    }
    update(update: ViewUpdate) {
      const isStale = update.docChanged || update.startState.facet(promptContext) !== update.state.facet(promptContext);
      if (isStale) this.decorations = decorationsOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorationsOf({ state }: EditorView): DecorationSet {
  const { names } = state.facet(promptContext);
  return Decoration.set(parseReferences(state.doc.toString()).map((token) => markOf(token, names).range(token.start, token.end)));
}

function markOf(token: PromptToken, names: PromptNames): Decoration {
  if (token.kind === 'escape') return escaped;
  return isKnown(names, token) ? known : unknown;
}

/** Options for the variable before the cursor, from its `$` on. */
export function completeVariable(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(/(?<!\\)\$\{?[A-Za-z0-9_.-]*$/);
  if (!typed && !context.explicit) return null;
  const { parameters, steps } = context.state.facet(promptContext).names;
  const isBraced = typed?.text.startsWith('${') ?? false;
  const options: Completion[] = [...parameters].map(([name, description]) => ({
    label: isBraced ? `\${${name}}` : `$${name}`,
    detail: 'parameter',
    ...(description && { info: description }),
    boost: 2,
  }));
  for (const { id, name, isUpstream } of isBraced ? [] : steps) {
    const detail = isUpstream ? name : `${name}, not wired yet`;
    options.push({ label: `$steps.${id}.text`, detail, boost: isUpstream ? 1 : 0 });
    options.push({ label: `$steps.${id}.toolCalls`, detail, boost: isUpstream ? 0 : -1 });
  }
  return options.length === 0 ? null : { from: typed?.from ?? context.pos, options, validFor: /^\$\{?[A-Za-z0-9_.-]*$/ };
}

/** As much of a value as a tooltip can show. */
const MOST_SHOWN = 600;

function valueTooltip({ state }: EditorView, position: number): Tooltip | null {
  const { values } = state.facet(promptContext);
  const token = parseReferences(state.doc.toString()).find(({ start, end }) => start <= position && position <= end);
  if (!token || token.kind === 'escape') return null;
  const value = token.kind === 'parameter' ? values.parameter(token.name) : values.step?.(token.stepId, token.field);
  if (value === undefined) return null;
  const create = () => {
    const dom = document.createElement('div');
    dom.className = 'cm-value';
    dom.textContent = value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value || '(empty)';
    return { dom };
  };
  return { pos: token.start, end: token.end, above: true, create };
}

function diagnosticsOf(doc: Text, { names, problems, applyFix }: PromptContext): Diagnostic[] {
  const prompt = doc.toString();
  return parseReferences(prompt).flatMap((token) => {
    if (isKnown(names, token)) return [];
    const text = prompt.slice(token.start, token.end);
    const problem = problems.find((candidate) => concerns(candidate, token, text));
    if (!problem) return [];
    const { fix } = problem;
    return [
      {
        from: token.start,
        to: token.end,
        severity: problem.severity,
        message: problem.message,
        ...(fix && { actions: [{ name: fix.label, apply: () => applyFix(fix) }] }),
      },
    ];
  });
}

/** Problems name the field they lie in, not the place within it; the fix or the message tells which variable is meant. */
function concerns({ fix, message }: WorkflowProblem, token: PromptToken, text: string): boolean {
  if (fix?.kind === 'declare_parameter') return token.kind === 'parameter' && token.name === fix.name;
  if (fix?.kind === 'add_dependency') return token.kind === 'step' && token.stepId === fix.dependsOn;
  if (fix?.kind === 'replace_reference') return text === fix.from;
  return message.includes(text);
}
