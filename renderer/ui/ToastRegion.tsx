import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { type FocusEvent, useRef, useSyncExternalStore } from 'react';
import { Button } from './Button';
import { type FocusPlace, focusPlace, giveFocusBack } from './focusPlace';
import { IconButton } from './IconButton';
import styles from './ToastRegion.module.css';
import { currentToasts, dismissToast, subscribeToasts } from './toasts';

/** Shows toasts at the bottom of the window; F8 takes the keyboard there, and what is answered there gives it back. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  const before = useRef<FocusPlace>(null);
  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) before.current = focusPlace(relatedTarget);
  };
  const goBack = () => before.current && giveFocusBack(before.current);
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
              <Button
                variant="quiet"
                className={styles.action}
                onClick={() => {
                  toast.action?.run();
                  goBack();
                }}
              >
                {toast.action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton label="Dismiss" icon={<X />} size="small" onClick={goBack} />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className={styles.region} label="Notifications ({hotkey})" onFocus={onFocus} />
    </Radix.Provider>
  );
}
