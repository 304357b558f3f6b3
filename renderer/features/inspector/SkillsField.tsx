import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { useHostQuery } from '../../host/useHostQuery';
import { LinesInput } from '../../ui/LinesInput';
import { FormField } from './FormField';
import { editStep, setOrRemove } from './stepEdits';

type SkillsFieldProps = {
  readonly stepKey: string;
  readonly directories: readonly string[] | undefined;
  readonly problems: readonly WorkflowProblem[];
};

const NONE: readonly string[] = [];

/** Folders of skills, with what is found in them. */
export function SkillsField({ stepKey, directories = NONE, problems }: SkillsFieldProps) {
  const asked = directories.join('\n');
  const { data } = useHostQuery(
    async (client, signal) =>
      asked === '' ? undefined : client.connections.skills({ directories: asked.split('\n'), workDir: null }, signal),
    [asked],
  );
  const found = data?.skills.map(({ name }) => name).join(', ');
  return (
    <FormField
      label="Skills"
      field="skillDirectories"
      problems={problems}
      hint={
        <>
          Folders, one on each line, relative to the work directory. Skills in .claude/skills and .stepgraph/skills are found by themselves.
          {found && <div>Found: {found}</div>}
        </>
      }
    >
      {(control) => (
        <LinesInput
          {...control}
          lines={directories}
          onLines={(lines) =>
            editStep(stepKey, 'skills', (draft) => setOrRemove(draft, 'skillDirectories', lines.length === 0 ? undefined : [...lines]))
          }
        />
      )}
    </FormField>
  );
}
