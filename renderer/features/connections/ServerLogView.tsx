import { useEffect, useRef, useState } from 'react';
import type { ServerLogLine } from '../../../shared/ipc/contract/connections';
import { isAbort, isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { ScrollRegion } from '../../ui/ScrollRegion';
import { showToast } from '../../ui/toasts';
import styles from './ServerLogView.module.css';

/** What a server printed, what went wrong with it, and when it started and ended; followed while it is open. */
export function ServerLogView({ server }: { readonly server: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.log}>
      <Disclosure open={isOpen} onToggle={setOpen} summary={<span>Log</span>}>
        <LogLines server={server} />
      </Disclosure>
    </div>
  );
}

function LogLines({ server }: { readonly server: string }) {
  const client = useClient();
  const { lines, problem } = useLog(server);
  const end = useRef<HTMLDivElement>(null);
  const count = lines?.length ?? 0;
  // What is new is at the end, and is what one looks for.
  useEffect(() => {
    if (end.current && count > 0) end.current.scrollTop = end.current.scrollHeight;
  }, [count]);
  if (problem !== undefined) return <p className={styles.remark}>{problem}</p>;
  if (!lines) return <p className={styles.remark}>Asking the host…</p>;
  if (count === 0) return <p className={styles.remark}>Nothing yet. The log begins when a server called {server} is started.</p>;
  const clear = () => {
    client.connections.clearLog({ server }).catch((error: unknown) => {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The log could not be cleared.' });
    });
  };
  return (
    <>
      <ScrollRegion ref={end} className={styles.lines} role="log" aria-label={`Log of ${server}`}>
        {lines.map((line, index) => (
          // Lines have no identity but their place.
          <LogLine key={index} line={line} />
        ))}
      </ScrollRegion>
      <div className={styles.actions}>
        <Button
          variant="quiet"
          onClick={() => void navigator.clipboard.writeText(asText(lines)).then(() => showToast({ text: 'Copied.' }))}
        >
          Copy log
        </Button>
        <Button variant="quiet" onClick={clear}>
          Clear log
        </Button>
      </div>
    </>
  );
}

function LogLine({ line: { at, kind, text, owner } }: { readonly line: ServerLogLine }) {
  return (
    <p className={styles.line} data-kind={kind} title={`${new Date(at).toLocaleString()} · ${owner === 'trial' ? 'tried out' : owner}`}>
      <time className={styles.time} dateTime={at}>
        {new Date(at).toLocaleTimeString('en-GB')}
      </time>
      <span>{text}</span>
    </p>
  );
}

function useLog(server: string): { readonly lines: readonly ServerLogLine[] | undefined; readonly problem: string | undefined } {
  const client = useClient();
  const [lines, setLines] = useState<readonly ServerLogLine[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    setLines(undefined);
    setProblem(undefined);
    const follow = async () => {
      for await (const all of client.connections.log({ server }, leaving.signal)) setLines(all);
    };
    follow().catch((error: unknown) => {
      if (leaving.signal.aborted || isAbort(error)) return;
      setProblem(isAppError(error) ? error.message : 'The log could not be read.');
    });
    return () => leaving.abort();
  }, [client, server]);
  return { lines, problem };
}

function asText(lines: readonly ServerLogLine[]): string {
  return lines.map(({ at, owner, kind, text }) => `${at} ${owner} ${kind} ${text}`).join('\n');
}
