import { Unplug } from 'lucide-react';
import { useConnection } from '../host/HostProvider';
import { Button } from '../ui/Button';
import { Banner } from './Banner';

/** Says that the host is gone, whether that mends itself, and what is safe meanwhile. */
export function ConnectionBanner() {
  const { state, error } = useConnection();
  if (state !== 'lost') return null;
  const mendsItself = error === undefined || error.code === 'DISCONNECTED';
  return (
    <Banner
      tone={mendsItself ? 'waiting' : 'failed'}
      icon={<Unplug aria-hidden="true" />}
      actions={!mendsItself && <Button onClick={() => location.reload()}>Reload</Button>}
    >
      {mendsItself
        ? 'The connection to Stepgraph is lost; connecting again. Go on editing: what you change is stored once it is back.'
        : error.message}
    </Banner>
  );
}
