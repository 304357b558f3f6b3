import { completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type TransactionSpec } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { applyFix } from '../../../shared/workflow/applyFix';
import type { InterpolationValues } from '../../../shared/workflow/interpolate';
import type { WorkflowFix, WorkflowProblem } from '../../../shared/workflow/problems';
import { activeDocument, documentHistoryKeys, editorStore, presentOf, replacementOf } from '../editor';
import styles from './PromptEditor.module.css';
import { promptContext, promptLanguage } from './promptLanguage';
import type { PromptNames } from './promptNames';

type PromptEditorProps = {
  readonly id: string;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly value: string;
  readonly names: PromptNames;
  readonly problems: readonly WorkflowProblem[];
  readonly values: InterpolationValues;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
};

/** A CodeMirror that shows `value`, as a controlled input would. Undo is the document's, so that there is one history and not two. */
export function PromptEditor(props: PromptEditorProps) {
  const { id, label, describedBy, isInvalid, value, names, problems, values, placeholder } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  const parts = useRef({ context: new Compartment(), attributes: new Compartment() });

  useEffect(() => {
    if (!box.current) return;
    const { context, attributes } = parts.current;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          keymap.of([...documentHistoryKeys, ...completionKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ id, 'aria-label': label, 'aria-multiline': 'true' }),
          placeholderText(placeholder),
          promptLanguage(),
          context.of([]),
          attributes.of([]),
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (update.docChanged && text !== latest.current.value) latest.current.onChange(text);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [id, label, placeholder]);

  useEffect(() => {
    const change = view.current && replacementOf(view.current.state.doc.toString(), value);
    if (change) view.current?.dispatch({ changes: change } satisfies TransactionSpec);
  }, [value]);
  useEffect(() => {
    const effects = parts.current.context.reconfigure(promptContext.of({ names, problems, values, applyFix: fixInDocument }));
    view.current?.dispatch({ effects });
  }, [names, problems, values]);
  useEffect(() => {
    const attributes: Record<string, string> = { 'aria-invalid': String(isInvalid) };
    if (describedBy !== undefined) attributes['aria-describedby'] = describedBy;
    view.current?.dispatch({ effects: parts.current.attributes.reconfigure(EditorView.contentAttributes.of(attributes)) });
  }, [describedBy, isInvalid]);

  return <div ref={box} className={styles.editor} data-invalid={isInvalid} />;
}

function fixInDocument(fix: WorkflowFix): void {
  const document = activeDocument();
  if (document) editorStore.getState().replace(fix.label, applyFix(presentOf(document), fix));
}
