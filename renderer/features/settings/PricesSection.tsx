import { useEffect, useRef, useState } from 'react';
import type { Price } from '../../../shared/catalog/prices';
import type { PriceRow, PricesState } from '../../../shared/ipc/contract/prices';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { countOf } from '../../ui/format';
import { showToast } from '../../ui/toasts';
import { PriceForm } from './PriceForm';
import { PriceTable } from './PriceTable';
import styles from './SettingsDialog.module.css';

/** A change that was made here, with what undoes it. */
type Done = { readonly text: string; readonly model: string; readonly before: Price | null; readonly isRemoval: boolean };

/** What models cost. Every change is in the person's file at once, and can be taken back as long as Settings are open. */
export function PricesSection() {
  const { data, error, reload } = useHostQuery((host, signal) => host.prices.list({}, signal), []);
  const client = useClient();
  const [done, setDone] = useState<readonly Done[]>([]);
  const [edited, setEdited] = useState<PriceRow | null>(null);
  const [isListOpen, setListOpen] = useState(false);
  const undo = useRef<HTMLButtonElement>(null);
  const last = done.at(-1);
  // The button that removed a row goes with it.
  useEffect(() => {
    if (last?.isRemoval) undo.current?.focus();
  }, [last]);
  if (!data) return <p className={styles.remark}>{error?.message ?? 'Asking the host…'}</p>;

  const change = async (model: string, price: Price | null): Promise<boolean> => {
    try {
      await client.prices.change({ changes: { [model]: price } });
      reload();
      return true;
    } catch (reason) {
      showToast({ tone: 'failed', text: isAppError(reason) ? reason.message : 'The price could not be changed.' });
      return false;
    }
  };
  const carryOut = async (model: string, price: Price | null, text: string) => {
    const before = ownPrice(data, model);
    if (await change(model, price)) setDone([...done, { text, model, before, isRemoval: price === null }]);
  };
  const own = data.rows.filter(({ source }) => source !== 'built-in');
  const listed = data.rows.filter(({ source }) => source === 'built-in');
  return (
    <>
      <p className={styles.remark}>
        In US dollars per million tokens. The cost of a model without a price is unknown. Prices of your own are kept in{' '}
        <code className={styles.path}>{data.file}</code>
      </p>
      {data.problem && (
        <p className={styles.problem} role="alert">
          {data.problem} If you set a price here, the file is put aside as prices.json.damaged.
        </p>
      )}
      {own.length > 0 && (
        <PriceTable
          label="Prices of your own"
          rows={own}
          onEdit={setEdited}
          onRemove={({ model, builtIn }) =>
            void carryOut(model, null, builtIn ? `${model} has its built-in price again.` : `The price of ${model} is removed.`)
          }
        />
      )}
      <PriceForm
        edited={edited}
        models={listed.map(({ model }) => model)}
        onCancel={() => setEdited(null)}
        onSet={(model, price) => {
          setEdited(null);
          void carryOut(model, price, `The price of ${model} is set.`);
        }}
      />
      <div className={styles.line} role="status">
        {last && (
          <>
            <span>{last.text}</span>
            <Button
              ref={undo}
              variant="quiet"
              className={styles.undo}
              onClick={async () => {
                if (await change(last.model, last.before)) setDone(done.slice(0, -1));
              }}
            >
              Undo
            </Button>
          </>
        )}
      </div>
      <Disclosure open={isListOpen} onToggle={setListOpen} summary={`Built-in prices: ${countOf(listed.length, 'model')}`}>
        <PriceTable label="Built-in prices" rows={listed} onEdit={setEdited} />
      </Disclosure>
    </>
  );
}

function ownPrice({ rows }: PricesState, model: string): Price | null {
  return rows.find((row) => row.model === model && row.source === 'file')?.price ?? null;
}
