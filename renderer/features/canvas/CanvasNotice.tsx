import { Link2, Unplug, X } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../../ui/IconButton';
import styles from './CanvasNotice.module.css';
import { canvasStore } from './canvasStore';

/** Long enough to read a cycle of many steps. */
const SHOWN_MS = 12_000;

/** What was just refused and why, or what the canvas waits for. */
export function CanvasNotice() {
  const notice = canvasStore((state) => state.notice);
  useEffect(() => {
    if (notice?.tone !== 'refusal') return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice) return null;
  return (
    <div className={styles.notice} data-tone={notice.tone}>
      {notice.tone === 'refusal' ? <Unplug size={16} aria-hidden="true" /> : <Link2 size={16} aria-hidden="true" />}
      <p role={notice.tone === 'refusal' ? 'alert' : 'status'}>{notice.text}</p>
      <IconButton size="small" label="Dismiss" icon={<X size={14} />} onClick={dismiss} />
    </div>
  );
}

function dismiss(): void {
  canvasStore.setState({ notice: null, linkFrom: null });
}
