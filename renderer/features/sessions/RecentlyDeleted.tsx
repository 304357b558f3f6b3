import { History, Undo2 } from 'lucide-react';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { formatWhen } from '../../ui/format';
import { Menu, MenuItem } from '../../ui/Menu';
import { useNow } from '../../ui/useNow';
import { recentDeletions, undoable } from './recentDeletions';
import { bringBack } from './sessionActions';

/** What was deleted in the last hour, to be brought back when the message that offered it is gone. */
export function RecentlyDeleted() {
  const client = useClient();
  const newestFirst = recentDeletions((state) => state.newestFirst);
  const now = useNow(newestFirst.length > 0, 30_000);
  const offered = undoable(newestFirst, now);
  if (offered.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={<History aria-hidden="true" />} title="Brings back what was deleted in the last hour">
          Recently deleted
        </Button>
      }
    >
      {offered.map(({ deletion, what, at }) => (
        <MenuItem key={deletion} icon={<Undo2 />} onSelect={() => void bringBack(client, deletion)}>
          Bring back {what}, deleted {formatWhen(new Date(at).toISOString(), now)}
        </MenuItem>
      ))}
    </Menu>
  );
}
