import { Ellipsis } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { IconButton } from '../../ui/IconButton';
import { Menu } from '../../ui/Menu';
import styles from './Explorer.module.css';

type ExplorerRowProps = {
  readonly name: string;
  readonly mark?: ReactNode;
  /** Beside the name, at the right. */
  readonly aside?: ReactNode;
  /** A second line. */
  readonly facts?: ReactNode;
  readonly title?: string;
  readonly isCurrent?: boolean;
  readonly onOpen: () => void;
  /** What else can be done with it: menu items. */
  readonly menu?: ReactNode;
};

export function ExplorerRow({ name, mark, aside, facts, title = name, isCurrent = false, onOpen, menu }: ExplorerRowProps) {
  const nameId = useId();
  return (
    <div className={styles.row} data-current={isCurrent || undefined}>
      <button type="button" data-row-focus className={styles.open} aria-current={isCurrent || undefined} title={title} onClick={onOpen}>
        {mark && <span className={styles.mark}>{mark}</span>}
        <span className={styles.text}>
          <span className={styles.line}>
            <span id={nameId} className={styles.name}>
              <bdi>{name}</bdi>
            </span>
            {aside && <span className={styles.aside}>{aside}</span>}
          </span>
          {facts && <span className={styles.facts}>{facts}</span>}
        </span>
      </button>
      {menu && (
        <Menu
          align="end"
          trigger={
            <IconButton
              label="More actions"
              aria-describedby={nameId}
              size="small"
              icon={<Ellipsis aria-hidden="true" />}
              className={styles.more}
            />
          }
        >
          {menu}
        </Menu>
      )}
    </div>
  );
}
