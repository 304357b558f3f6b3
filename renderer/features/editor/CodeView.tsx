import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { toBuilderCode } from '../../../shared/workflow/builderCode';
import { Button } from '../../ui/Button';
import { ScrollRegion } from '../../ui/ScrollRegion';
import { showToast } from '../../ui/toasts';
import styles from './CodeView.module.css';
import { useActiveDefinition } from './editorStore';

/** The TypeScript that builds the same workflow with the library, for reading and taking along. */
export function CodeView() {
  const definition = useActiveDefinition();
  const code = useMemo(() => (definition ? toBuilderCode(definition) : ''), [definition]);
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => showToast({ text: 'Copied.' }),
      () => showToast({ tone: 'failed', text: 'Copying is not allowed here: select the text and copy it by hand.' }),
    );
  return (
    <section className={styles.view} aria-label="Builder code">
      <div className={styles.bar}>
        <p>The same workflow, written with the library. Edit it in the other views.</p>
        <Button icon={<Copy size={16} aria-hidden="true" />} onClick={copy}>
          Copy
        </Button>
      </div>
      <ScrollRegion className={styles.code} aria-label="Code">
        <pre>{code}</pre>
      </ScrollRegion>
    </section>
  );
}
