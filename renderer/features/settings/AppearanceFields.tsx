import { type Settings, THEMES } from '../../../shared/ipc/contract/app';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Input';
import { Switch } from '../../ui/Switch';
import type { SettingsFieldsProps } from './settingsStore';

const THEME_TEXTS: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  'high-contrast': 'High contrast',
};

export function AppearanceFields({ settings, save }: SettingsFieldsProps) {
  return (
    <>
      <Field label="Theme">
        {(field) => (
          <Select {...field} value={settings.theme} onChange={(event) => save({ theme: event.target.value as Settings['theme'] })}>
            {THEMES.map((theme) => (
              <option key={theme} value={theme}>
                {THEME_TEXTS[theme]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Reduced motion" layout="inline" hint="Motion is also off where the system asks for it.">
        {({ required: _never, ...field }) => (
          <Switch {...field} checked={settings.reducedMotion} onCheckedChange={(reducedMotion) => save({ reducedMotion })} />
        )}
      </Field>
    </>
  );
}
