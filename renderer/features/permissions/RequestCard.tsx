import { Hand } from 'lucide-react';
import { useId, useState } from 'react';
import { START_SERVER } from '../../../shared/catalog/tools';
import type { PendingPermission, PermissionAnswer } from '../../../shared/ipc/contract/permissions';
import { isAppError } from '../../../shared/lib/appError';
import { visibleText } from '../../../shared/lib/visibleText';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Input } from '../../ui/Input';
import { showToast } from '../../ui/toasts';
import styles from './PermissionRequests.module.css';
import { RequestInput } from './RequestInput';
import { useStandsStill } from './useStandsStill';

type RequestCardProps = {
  readonly request: PendingPermission;
  /** Where it stands among those that wait, once there are several. */
  readonly place: string | undefined;
  /** Another whenever it may have moved on the screen. */
  readonly position: string;
};

/** One call that waits: who asks, for what exactly, and the answers. */
export function RequestCard({ request, place, position }: RequestCardProps) {
  const titleId = useId();
  const { tool, sessionTitle, startedBy, reason, rules, workDir } = request;
  const isServer = tool === START_SERVER;
  return (
    <article className={styles.card} aria-labelledby={titleId} data-request={request.requestId}>
      <header className={styles.header}>
        <Hand size={16} aria-hidden="true" />
        <h3 id={titleId} className={styles.title}>
          {visibleText(sessionTitle)}
          {startedBy !== undefined && `, started by ${visibleText(startedBy)},`}{' '}
          {isServer ? 'asks to start an MCP server' : `asks to use ${visibleText(tool)}`}
        </h3>
        <p className={styles.reason} title={visibleText(`Asked because ${reason}. Works in ${workDir}.`)}>
          {visibleText(reason)} · in <code>{visibleText(workDir)}</code>
        </p>
        {place !== undefined && <span className={styles.place}>{place}</span>}
      </header>
      <div className={styles.parts}>
        <div className={styles.subject}>
          <RequestInput request={request} />
        </div>
        <div className={styles.question}>
          <Answers request={request} position={position} />
          {isServer && <p className={styles.why}>Once agreed to, it is started without a question until anything of it changes.</p>}
          {rules.length > 0 && (
            <p className={styles.why}>
              For this run, or always, means{' '}
              {rules.map((rule) => (
                <code key={rule}>{visibleText(rule)} </code>
              ))}
            </p>
          )}
        </div>
      </div>
    </article>
  );
}

function Answers({ request: { requestId, tool, rules, workflowId }, position }: Pick<RequestCardProps, 'request' | 'position'>) {
  const client = useClient();
  const workflowLabel = useId();
  const [reply, setReply] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isForWorkflow, setForWorkflow] = useState(false);
  const standsStill = useStandsStill(position);
  const takesNone = isBusy || !standsStill;
  const canRepeat = rules.length > 0;
  const isServer = tool === START_SERVER;
  const answer = async (given: PermissionAnswer) => {
    if (takesNone) return;
    setBusy(true);
    try {
      await client.permissions.answer({
        requestId,
        answer: given,
        ...(given === 'deny' && reply.trim() !== '' && { reply }),
        ...(given === 'always' && isForWorkflow && { workflowId }),
      });
    } catch (error) {
      setBusy(false);
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The answer did not reach the host. Try again.' });
    }
  };
  return (
    <div className={styles.answers}>
      <Button variant="primary" unavailable={takesNone} onClick={() => answer('once')}>
        {isServer ? 'Agree and start' : 'Allow once'}
      </Button>
      {canRepeat && (
        <>
          <Button unavailable={takesNone} onClick={() => answer('run')}>
            Allow for this run
          </Button>
          <Button unavailable={takesNone} onClick={() => answer('always')}>
            Always allow
          </Button>
          {workflowId !== null && (
            <span className={styles.scope}>
              <Checkbox id={workflowLabel} checked={isForWorkflow} onCheckedChange={(checked) => setForWorkflow(checked === true)} />
              <label htmlFor={workflowLabel}>always in this workflow only</label>
            </span>
          )}
        </>
      )}
      <form
        className={styles.denial}
        onSubmit={(event) => {
          event.preventDefault();
          void answer('deny');
        }}
      >
        <Input
          aria-label={isServer ? 'Reason, with a denial' : 'Reply to the model, with a denial'}
          placeholder={isServer ? 'Why not (optional)' : 'What the model should do instead (optional)'}
          value={reply}
          spellCheck
          onChange={(event) => setReply(event.target.value)}
        />
        <Button type="submit" variant="danger" unavailable={takesNone}>
          Deny
        </Button>
      </form>
    </div>
  );
}
