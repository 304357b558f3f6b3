import { visibleText } from '../../../shared/lib/visibleText';
import type { Brought, BroughtKind } from '../../../shared/workflow/bringsAlong';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './ForeignDialog.module.css';
import { foreignStore } from './foreign';

/** Asks before somebody else's steps are taken over, and shows what they would use. */
export function ForeignDialog() {
  const asked = foreignStore((foreign) => foreign.asked);
  if (!asked) return null;
  const { title, verb, brought, answer } = asked;
  return (
    <Dialog
      open
      onClose={() => answer(false)}
      title={visibleText(title)}
      description="This was not made in this window. Taking it over starts nothing; here is what it would use when you run it."
      width={600}
      footer={
        <>
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button variant="primary" onClick={() => answer(true)}>
            {verb}
          </Button>
        </>
      }
    >
      {KINDS.map(({ kind, heading, why }) => (
        <Group key={kind} heading={heading} why={why} brought={brought.filter((each) => each.kind === kind)} />
      ))}
    </Dialog>
  );
}

const KINDS: readonly { readonly kind: BroughtKind; readonly heading: string; readonly why: string }[] = [
  { kind: 'server', heading: 'MCP servers', why: 'Each asks once more before it is started for the first time.' },
  { kind: 'skills', heading: 'Folders of skills', why: 'What stands in them is told to the model.' },
  { kind: 'tools', heading: 'Tools that change things', why: 'Each call asks, unless a rule or the mode you choose allows it.' },
  { kind: 'ignored', heading: 'Without effect', why: 'Modes, rules and work directories are chosen by you alone.' },
];

function Group({ heading, why, brought }: { readonly heading: string; readonly why: string; readonly brought: readonly Brought[] }) {
  if (brought.length === 0) return null;
  return (
    <section className={styles.group} aria-label={heading}>
      <h3 className={styles.heading}>{heading}</h3>
      <p className={styles.why}>{why}</p>
      <ul className={styles.list}>
        {brought.map(({ what, steps }) => (
          <li key={what}>
            <code className={styles.what}>{visibleText(what)}</code>
            <span className={styles.steps}>{stepsText(steps)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST_NAMED = 4;

function stepsText(steps: readonly string[]): string {
  if (steps.length === 0) return 'for every step';
  const named = steps.slice(0, MOST_NAMED).map((step) => visibleText(step).slice(0, 80));
  const more = steps.length - named.length;
  return `in ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
