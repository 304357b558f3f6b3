import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef, useState } from 'react';
import { parseWorkflowText } from '../../../shared/workflow/parse';
import { type WorkflowDefinition, workflowSchema } from '../../../shared/workflow/schema';
import { documentHistoryKeys } from './documentHistoryKeys';
import { editorStore, useActiveDocument } from './editorStore';
import styles from './JsonView.module.css';
import { replacementOf } from './replacementOf';

/** The definition as the text of its file. What is typed is applied as soon as it is a workflow; until then the reason why not is shown. */
export function JsonView() {
  const document = useActiveDocument();
  if (!document) return null;
  return <JsonEditor key={document.id} definition={document.history.present} />;
}

function JsonEditor({ definition }: { readonly definition: WorkflowDefinition }) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const shown = useRef(definition);
  const [refusal, setRefusal] = useState<string | null>(() => refusalIn(drafts.get(definition)));

  useEffect(() => {
    if (!box.current) return;
    const apply = (text: string) => {
      const read = readDefinition(text);
      setRefusal('refusal' in read ? read.refusal : null);
      if ('refusal' in read) {
        drafts.set(shown.current, text);
        return;
      }
      drafts.delete(shown.current);
      editorStore.getState().replace('Edit JSON', read.definition, 'json');
    };
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: drafts.get(shown.current) ?? textOf(shown.current),
        extensions: [
          keymap.of([...documentHistoryKeys, ...defaultKeymap, indentWithTab]),
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

  // Typing made this definition, or something else did: only then its text takes the place of what is there.
  useEffect(() => {
    shown.current = definition;
    const editor = view.current;
    if (!editor) return;
    if (drafts.get(definition) === editor.state.doc.toString()) return;
    const current = readDefinition(editor.state.doc.toString());
    if ('definition' in current && textOf(current.definition) === textOf(definition)) return;
    const change = replacementOf(editor.state.doc.toString(), textOf(definition));
    if (change) editor.dispatch({ changes: change });
    setRefusal(null);
  }, [definition]);

  return (
    <div className={styles.view}>
      <div ref={box} className={styles.editor} />
      <p role="status" className={styles.status} data-refused={refusal !== null}>
        {refusal === null ? 'Applied as you type.' : `Not applied yet: ${refusal}`}
      </p>
    </div>
  );
}

/** Text that is no workflow yet, by the definition it was typed over, so that a look at another view does not lose it. */
const drafts = new WeakMap<WorkflowDefinition, string>();

function refusalIn(draft: string | undefined): string | null {
  const read = draft === undefined ? undefined : readDefinition(draft);
  return read && 'refusal' in read ? read.refusal : null;
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
