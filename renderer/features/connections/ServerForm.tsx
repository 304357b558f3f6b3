import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { Field } from '../../ui/Field';
import { Input, Select } from '../../ui/Input';
import { LinesInput, ParsedLinesInput } from '../../ui/LinesInput';
import styles from './ServerForm.module.css';
import { ENVIRONMENT, HEADERS, kindOf, pairsIn, withField, withKind } from './serverFields';

type ServerFormProps = {
  readonly server: McpServerDefinition;
  readonly onChange: (server: McpServerDefinition) => void;
  /** Where a program starts that names no folder. */
  readonly usualFolder: string;
};

const SECRET_HINT = 'Write ${secret:NAME} for a secret that is set in Settings: it stays out of the workflow.';

/** An MCP server: a program to start, or an address to call. */
export function ServerForm({ server, onChange, usualFolder }: ServerFormProps) {
  const kind = kindOf(server);
  const set = (field: string) => (value: unknown) => onChange(withField(server, field, value));
  const text = (field: string) => String((server as { readonly [key: string]: unknown })[field] ?? '');
  return (
    <div className={styles.form}>
      <Field label="Server name" hint={`Its tools are called ${server.name || 'name'}__…`}>
        {(control) => <Input {...control} value={server.name} onChange={({ target }) => set('name')(target.value)} />}
      </Field>
      <Field label="Kind">
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={({ target }) => onChange(withKind(server, target.value === 'url' ? 'url' : 'command'))}
          >
            <option value="command">A program that is started here</option>
            <option value="url">An address (streamable HTTP)</option>
          </Select>
        )}
      </Field>
      {kind === 'command' ? (
        <ProgramFields server={server} text={text} set={set} usualFolder={usualFolder} />
      ) : (
        <AddressFields server={server} text={text} set={set} />
      )}
    </div>
  );
}

type PartProps = {
  readonly server: McpServerDefinition;
  readonly text: (field: string) => string;
  readonly set: (field: string) => (value: unknown) => void;
};

function ProgramFields({ server, text, set, usualFolder }: PartProps & Pick<ServerFormProps, 'usualFolder'>) {
  const args = Array.isArray(server.args) ? server.args : [];
  return (
    <>
      <Field label="Program">
        {(control) => (
          <Input {...control} placeholder="npx" value={text('command')} onChange={({ target }) => set('command')(target.value)} />
        )}
      </Field>
      <Field label="Arguments" hint="One on each line.">
        {(control) => <LinesInput {...control} lines={args} onLines={set('args')} />}
      </Field>
      <Field label="Environment" hint={`NAME=value, one on each line. ${SECRET_HINT}`}>
        {(control) => <ParsedLinesInput {...control} {...ENVIRONMENT} value={pairsIn(server.env)} onValue={set('env')} />}
      </Field>
      <Field label="Folder" hint={`Where it starts; ${usualFolder} when empty.`}>
        {(control) => <Input {...control} value={text('cwd')} onChange={({ target }) => set('cwd')(target.value)} />}
      </Field>
    </>
  );
}

function AddressFields({ server, text, set }: PartProps) {
  return (
    <>
      <Field label="Address">
        {(control) => <Input {...control} placeholder="https://" value={text('url')} onChange={({ target }) => set('url')(target.value)} />}
      </Field>
      <Field label="Headers" hint={`Name: value, one on each line. ${SECRET_HINT}`}>
        {(control) => <ParsedLinesInput {...control} {...HEADERS} value={pairsIn(server.headers)} onValue={set('headers')} />}
      </Field>
    </>
  );
}
