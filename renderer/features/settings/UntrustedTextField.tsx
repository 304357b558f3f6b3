import type { Settings } from '../../../shared/ipc/contract/app';
import { Field } from '../../ui/Field';
import { Switch } from '../../ui/Switch';

type UntrustedTextFieldProps = {
  readonly isOn: boolean;
  readonly onChange: (change: Pick<Settings, 'askAfterUntrusted'>) => void;
};

const HINT =
  'Once a step has read a file, a page or the output of a tool, writing and running ask again, whatever the mode accepts or a rule allows, unless the rule begins with “trusted”, as in trusted bash(npm test*).';

export function UntrustedTextField({ isOn, onChange }: UntrustedTextFieldProps) {
  return (
    <Field label="Ask again after reading untrusted text" layout="inline" hint={HINT}>
      {({ required: _never, ...field }) => (
        <Switch {...field} checked={isOn} onCheckedChange={(askAfterUntrusted) => onChange({ askAfterUntrusted })} />
      )}
    </Field>
  );
}
