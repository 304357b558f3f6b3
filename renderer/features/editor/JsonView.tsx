import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { parseWorkflowText } from '../../../shared/workflow/parse';
import { type WorkflowDefinition, workflowSchema } from '../../../shared/workflow/schema';
import { Button } from '../../ui/Button';
import type { EditorDocument, JsonDraft } from './document';
import { documentHistoryKeys } from './documentHistoryKeys';
import { activeDocument, editorStore, useActiveDocument } from './editorStore';
import styles from './JsonView.module.css';
import { replacementOf } from './replacementOf';

/**
 * The definition as the text of its file. What is typed is applied as soon as it is a workflow; until then the reason why not is shown, and
 * the text stays with its document, whatever view is in front meanwhile.
 */
export function JsonView() {
  const document = useActiveDocument();
  if (!document) return null;
  return <JsonEditor key={document.id} document={document} />;
}

function JsonEditor({ document: { history, jsonDraft } }: { readonly document: EditorDocument }) {
  const definition = history.present;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const first = useRef(jsonDraft?.text ?? textOf(definition));

  useEffect(() => {
    if (!box.current) return;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          keymap.of([{ key: 'Mod-z', run: discardDraft }, ...documentHistoryKeys, ...defaultKeymap, indentWithTab]),
          lineNumbers(),
          foldGutter(),
          bracketMatching(),
          indentOnInput(),
          json(),
          syntaxHighlighting(classHighlighter),
          EditorView.contentAttributes.of({ 'aria-label': 'Workflow as JSON' }),
          EditorView.updateListener.of((update) => {
            const isTyped = update.transactions.some(
              (transaction) => transaction.isUserEvent('input') || transaction.isUserEvent('delete'),
            );
            if (update.docChanged && isTyped) apply(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  // Typing made this definition, or something else did: only then its text takes the place of what is there, unless that is a draft.
  useEffect(() => {
    const editor = view.current;
    if (!editor || jsonDraft) return;
    const current = readDefinition(editor.state.doc.toString());
    if ('definition' in current && textOf(current.definition) === textOf(definition)) return;
    const change = replacementOf(editor.state.doc.toString(), textOf(definition));
    if (change) editor.dispatch({ changes: change });
  }, [definition, jsonDraft]);

  return (
    <div className={styles.view}>
      <div ref={box} className={styles.editor} />
      <div className={styles.foot}>
        <p role="status" className={styles.status} data-refused={jsonDraft !== null}>
          {jsonDraft ? `Not applied yet: ${reasonAgainst(jsonDraft, definition)}` : 'Applied as you type.'}
        </p>
        {jsonDraft && (
          <Button variant="quiet" onClick={() => editorStore.getState().discardJson()}>
            Discard this text
          </Button>
        )}
      </div>
    </div>
  );
}

function apply(text: string): void {
  const read = readDefinition(text);
  editorStore.getState().applyJson(text, 'definition' in read ? read.definition : null);
}

/** Undo begins with what is not part of the document yet. */
function discardDraft(): boolean {
  if (!activeDocument()?.jsonDraft) return false;
  editorStore.getState().discardJson();
  return true;
}

function reasonAgainst({ text, over }: JsonDraft, definition: WorkflowDefinition): string {
  const read = readDefinition(text);
  const reason = 'refusal' in read ? read.refusal : 'change it to apply it.';
  return over === definition ? reason : `${reason} The workflow was changed since; this text will take the place of that.`;
}

type Read = { readonly definition: WorkflowDefinition } | { readonly refusal: string };

function readDefinition(text: string): Read {
  const { value, problems } = parseWorkflowText(text);
  const [problem] = problems;
  if (problem) return { refusal: problem.message };
  const parsed = workflowSchema.safeParse(value);
  if (parsed.success) return { definition: parsed.data };
  const [issue] = parsed.error.issues;
  return { refusal: `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'not a workflow'}` };
}

function textOf(definition: WorkflowDefinition): string {
  return `${JSON.stringify(definition, null, 2)}\n`;
}
