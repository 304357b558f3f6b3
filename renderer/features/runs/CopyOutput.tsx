import { Copy } from 'lucide-react';
import { useState } from 'react';
import { isAppError } from '../../../shared/lib/appError';
import type { KeptOutput } from '../../../shared/session/toolOutput';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { showToast } from '../../ui/toasts';

type CopyOutputProps = { readonly sessionId: string; readonly output: KeptOutput };

/** Puts all of an output on the clipboard; it is read part by part. */
export function CopyOutput({ sessionId, output: { callId, partRows } }: CopyOutputProps) {
  const client = useClient();
  const [isCopying, setCopying] = useState(false);
  const copy = async () => {
    setCopying(true);
    try {
      const parts: string[] = [];
      for (const part of partRows.keys()) parts.push(await client.outputs.part({ sessionId, callId, part }));
      await navigator.clipboard.writeText(parts.join(''));
      showToast({ text: 'Copied.' });
    } catch (error) {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The output could not be copied.' });
    } finally {
      setCopying(false);
    }
  };
  return (
    <Button icon={<Copy size={14} aria-hidden="true" />} disabled={isCopying} onClick={() => void copy()}>
      {isCopying ? 'Copying…' : 'Copy all'}
    </Button>
  );
}
