import { BUILT_IN_TOOLS } from '../../../shared/catalog/tools';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { useEditor } from '../editor';
import { Checklist } from './Checklist';
import { FormGroup } from './FormField';
import styles from './FormField.module.css';
import { editStep, setOrRemove } from './stepEdits';

type AllowedToolsFieldProps = {
  readonly stepKey: string;
  readonly allowed: readonly string[] | undefined;
  readonly problems: readonly WorkflowProblem[];
};

/** Which tools are offered to the model and may run. No list at all means every tool. */
export function AllowedToolsField({ stepKey, allowed, problems }: AllowedToolsFieldProps) {
  const tools = useEditor((state) => state.catalog?.tools) ?? BUILT_IN_TOOLS;
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  const nameOf = (entry: string) => (known.has(entry.toLowerCase()) ? entry.toLowerCase() : entry); // `Read` is `read`
  const checked = new Set(allowed?.map(nameOf));
  const others = [...checked].filter((entry) => !known.has(entry));
  const items = [
    ...tools.map(({ name, title, summary, isReadOnly }) => ({
      id: name,
      label: title,
      detail: isReadOnly ? summary : `${summary}; asks first`,
    })),
    ...others.map((entry) => ({
      id: entry,
      label: entry,
      detail: entry.endsWith('*') ? 'Every tool whose name begins so' : 'Not among the known tools',
    })),
  ];
  const set = (entries: readonly string[] | undefined) =>
    editStep(stepKey, 'allowed tools', (draft) => setOrRemove(draft, 'allowedTools', entries && [...entries]));
  const toggle = (name: string, isWanted: boolean) =>
    set(isWanted ? [...(allowed ?? []), name] : (allowed ?? []).filter((entry) => nameOf(entry) !== name));
  return (
    <FormGroup
      label="Allowed tools"
      field="allowedTools"
      problems={problems}
      hint={<Hint allowed={allowed} onAllowAll={() => set(undefined)} />}
    >
      <Checklist searchLabel="Search tools" items={items} checked={checked} onToggle={toggle} />
    </FormGroup>
  );
}

function Hint({ allowed, onAllowAll }: { readonly allowed: readonly string[] | undefined; readonly onAllowAll: () => void }) {
  if (!allowed) return 'Nothing ticked: the step may use every tool.';
  return (
    <>
      {allowed.length === 0 ? 'The step has no tools.' : 'The step may use only these.'}{' '}
      <button type="button" className={styles.link} onClick={onAllowAll}>
        Allow every tool
      </button>
    </>
  );
}
