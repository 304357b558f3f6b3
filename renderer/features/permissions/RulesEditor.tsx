import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { isAppError } from '../../../shared/lib/appError';
import { type PermissionRules, permissionRuleSchema } from '../../../shared/session/permissionRules';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { IconButton } from '../../ui/IconButton';
import { Input, Select } from '../../ui/Input';
import { showToast } from '../../ui/toasts';
import { NotificationField } from './NotificationField';
import styles from './PermissionRequests.module.css';

type Kind = keyof PermissionRules;
type Changes = { readonly [change in 'add' | 'remove']?: { [kind in Kind]?: string[] } };

const KINDS: readonly { readonly kind: Kind; readonly text: string }[] = [
  { kind: 'deny', text: 'Never' },
  { kind: 'ask', text: 'Ask' },
  { kind: 'allow', text: 'Allow' },
];

type RulesEditorProps = {
  /** Those of a stored workflow, in place of the person's own. */
  readonly workflowId?: string;
  readonly emptyText?: string;
};

/** The rules that hold for all of a person's runs and sessions, or for the runs of one workflow. */
export function RulesEditor({ workflowId, emptyText = 'No rules yet. “Always allow” in a request adds one.' }: RulesEditorProps) {
  const client = useClient();
  const owner = workflowId === undefined ? {} : { workflowId };
  const {
    data: rules,
    error,
    reload,
  } = useHostQuery(
    (host, signal) => host.permissions.rules(owner, signal),
    [workflowId],
    // An answer may have added a rule.
    (host, signal) => host.permissions.pending({}, signal),
  );
  const change = async (changes: Changes) => {
    try {
      await client.permissions.changeRules({ ...owner, ...changes });
      reload();
    } catch (reason) {
      showToast({ tone: 'failed', text: isAppError(reason) ? reason.message : 'The rules could not be saved.' });
    }
  };
  if (!rules) return <p className={styles.why}>{error?.message ?? 'Asking the host…'}</p>;
  const listed = KINDS.flatMap(({ kind, text }) => rules[kind].map((rule) => ({ kind, text, rule })));
  return (
    <>
      <p className={styles.why}>
        Never comes before ask, ask before allow. A rule is the name of a tool, or name(pattern): bash(npm test*), write(src/**), github__*.
      </p>
      {listed.length === 0 ? (
        <p className={styles.why}>{emptyText}</p>
      ) : (
        <ul className={styles.rules} aria-label="Rules">
          {listed.map(({ kind, text, rule }) => (
            <li key={`${kind} ${rule}`} className={styles.rule}>
              <span>{text}</span>
              <code>{rule}</code>
              <IconButton
                label={`Remove the rule ${rule}`}
                size="small"
                icon={<X aria-hidden="true" />}
                onClick={() => change({ remove: { [kind]: [rule] } })}
              />
            </li>
          ))}
        </ul>
      )}
      <NewRule onAdd={(kind, rule) => change({ add: { [kind]: [rule] } })} />
      {workflowId === undefined && <NotificationField />}
    </>
  );
}

function NewRule({ onAdd }: { readonly onAdd: (kind: Kind, rule: string) => void }) {
  const [kind, setKind] = useState<Kind>('deny');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = (event: FormEvent) => {
    event.preventDefault();
    const { data: rule, error } = permissionRuleSchema.safeParse(text);
    setProblem(error?.issues[0]?.message);
    if (rule === undefined) return;
    onAdd(kind, rule);
    setText('');
  };
  return (
    <Field label="New rule" error={problem}>
      {(field) => (
        <form className={styles.adding} onSubmit={add}>
          <Select aria-label="What the rule does" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            {KINDS.map((each) => (
              <option key={each.kind} value={each.kind}>
                {each.text}
              </option>
            ))}
          </Select>
          <Input {...field} value={text} placeholder="bash(git push*)" onChange={(event) => setText(event.target.value)} />
          <Button type="submit">Add</Button>
        </form>
      )}
    </Field>
  );
}
