import { useState } from 'react';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import styles from './PermissionRequests.module.css';

/** Whether a browser may tell of requests on the desktop: that is asked of the person, by the browser. The desktop app needs no asking. */
export function NotificationField() {
  const { data: info } = useHostQuery((client, signal) => client.app.info({}, signal), []);
  const [state, setState] = useState(() => (typeof Notification === 'undefined' ? undefined : Notification.permission));
  if (info?.carrier !== 'browser' || state === undefined) return null;
  if (state !== 'default') {
    return (
      <p className={styles.why}>
        {state === 'granted'
          ? 'While you look elsewhere, requests are told on the desktop.'
          : 'This browser keeps Stepgraph from telling of requests on the desktop. Its settings for this page change that.'}
      </p>
    );
  }
  return (
    <div className={styles.answers}>
      <Button onClick={() => void Notification.requestPermission().then(setState)}>
        Tell me on the desktop when an answer is waited for
      </Button>
    </div>
  );
}
