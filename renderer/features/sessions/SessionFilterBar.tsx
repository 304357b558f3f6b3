import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Input';
import { SearchInput } from '../../ui/SearchInput';
import styles from './SessionsView.module.css';
import { NO_FILTERS, type SessionFilters, setFilters } from './sessionsStore';

/** What the list is narrowed to: by words, by state, by the workflow and the model of the session. */
export function SessionFilterBar({ filters }: { readonly filters: SessionFilters }) {
  const { data: facets } = useHostQuery(
    (client, signal) => client.sessions.facets({}, signal),
    [],
    (client, signal) => client.sessions.changes({}, signal),
  );
  const isFiltered = Object.values(filters).some((value) => value !== '');
  return (
    <search className={styles.filters}>
      <SearchInput label="Search sessions" value={filters.search} onChange={(search) => setFilters({ search })} />
      <Select
        className={styles.filter}
        aria-label="State"
        value={filters.state}
        onChange={(event) => setFilters({ state: event.target.value as SessionFilters['state'] })} // the options below
      >
        <option value="">Any state</option>
        <option value="active">Active</option>
        <option value="idle">Idle</option>
        <option value="closed">Closed</option>
      </Select>
      <FacetSelect
        label="Workflow"
        any="Any workflow"
        names={facets?.workflows ?? []}
        value={filters.workflow}
        onChange={(workflow) => setFilters({ workflow })}
      />
      <FacetSelect
        label="Model"
        any="Any model"
        names={facets?.models ?? []}
        value={filters.model}
        onChange={(model) => setFilters({ model })}
      />
      {isFiltered && (
        <Button variant="quiet" onClick={() => setFilters(NO_FILTERS)}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

type FacetSelectProps = {
  readonly label: string;
  readonly any: string;
  readonly names: readonly string[];
  readonly value: string;
  readonly onChange: (name: string) => void;
};

function FacetSelect({ label, any, names, value, onChange }: FacetSelectProps) {
  const options = value === '' || names.includes(value) ? names : [value, ...names];
  return (
    <Select
      className={styles.filter}
      aria-label={label}
      disabled={options.length === 0}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
}
