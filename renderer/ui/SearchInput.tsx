import { Search } from 'lucide-react';
import { Input } from './Input';
import styles from './SearchInput.module.css';

type SearchInputProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

/** Narrows a list as one types; Escape empties it. */
export function SearchInput({ label, value, onChange }: SearchInputProps) {
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden="true" />
      <Input
        type="search"
        aria-label={label}
        placeholder="Search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          onChange('');
        }}
      />
    </div>
  );
}
