import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { Button } from './Button';
import { IconButton } from './IconButton';
import styles from './ToastRegion.module.css';
import { currentToasts, dismissToast, subscribeToasts } from './toasts';

/** Shows toasts at the bottom of the window; F8 takes the keyboard there. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <Radix.Provider swipeDirection="down" duration={8000}>
      {toasts.map((toast) => (
        <Radix.Root
          key={toast.id}
          className={styles.toast}
          data-tone={toast.tone}
          type={toast.tone === 'failed' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && dismissToast(toast.id)}
        >
          <Radix.Description className={styles.text}>{toast.text}</Radix.Description>
          {toast.action && (
            <Radix.Action asChild altText={toast.action.label}>
              <Button variant="quiet" className={styles.action} onClick={toast.action.run}>
                {toast.action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton label="Dismiss" icon={<X />} size="small" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className={styles.region} label="Notifications ({hotkey})" />
    </Radix.Provider>
  );
}
