import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Price } from '../../../shared/catalog/prices';
import type { PriceRow } from '../../../shared/ipc/contract/prices';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Input } from '../../ui/Input';
import styles from './Prices.module.css';
import { type DraftProblems, draftOf, EMPTY_DRAFT, type PriceDraft, readDraft } from './priceDraft';

type PriceFormProps = {
  /** Whose price is changed; `null` for a new one. */
  readonly edited: PriceRow | null;
  /** To be picked from. */
  readonly models: readonly string[];
  readonly onSet: (model: string, price: Price) => void;
  readonly onCancel: () => void;
};

const AMOUNTS: readonly { readonly field: Exclude<keyof PriceDraft, 'model'>; readonly label: string; readonly placeholder: string }[] = [
  { field: 'input', label: 'Input', placeholder: '3' },
  { field: 'output', label: 'Output', placeholder: '15' },
  { field: 'cacheRead', label: 'Cache read', placeholder: 'as input' },
  { field: 'cacheWrite', label: 'Cache write', placeholder: 'as input' },
];

/** A new price, or another one for a model that has one. */
export function PriceForm({ edited, models, onSet, onCancel }: PriceFormProps) {
  const listId = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  const firstAmount = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [problems, setProblems] = useState<DraftProblems>({});
  useEffect(() => {
    setDraft(edited ? draftOf(edited) : EMPTY_DRAFT);
    setProblems({});
    if (edited) firstAmount.current?.focus();
  }, [edited]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    setProblems('problems' in read ? read.problems : {});
    if ('problems' in read) return;
    onSet(read.model, read.price);
    setDraft(EMPTY_DRAFT);
  };
  const typed = (field: keyof PriceDraft) => ({
    value: draft[field],
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setDraft({ ...draft, [field]: target.value }),
  });
  return (
    <form className={styles.form} aria-label={edited ? `Price of ${edited.model}` : 'New price'} onSubmit={submit} noValidate>
      <div className={styles.wide}>
        <Field
          label="Model"
          hint={edited ? undefined : 'A name, or the beginning of names and a *: qwen3*. A * alone means every model.'}
          error={problems.model}
        >
          {(field) => (
            <Input
              {...field}
              {...typed('model')}
              ref={nameInput}
              list={listId}
              readOnly={edited !== null}
              placeholder="claude-sonnet-4-6"
            />
          )}
        </Field>
        <datalist id={listId}>
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </div>
      {AMOUNTS.map(({ field, label, placeholder }) => (
        <Field key={field} label={label} error={problems[field]}>
          {(control) => (
            <Input
              {...control}
              {...typed(field)}
              ref={field === 'input' ? firstAmount : undefined}
              inputMode="decimal"
              placeholder={placeholder}
            />
          )}
        </Field>
      ))}
      <div className={styles.buttons}>
        <Button type="submit">Set price</Button>
        {edited && (
          <Button
            onClick={() => {
              nameInput.current?.focus();
              onCancel();
            }}
          >
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
