import type { PendingPermission } from '../../../shared/ipc/contract/permissions';
import styles from './PermissionRequests.module.css';
import { permissionsStore } from './permissionsStore';
import { RequestCard } from './RequestCard';

type PermissionRequestsProps = { readonly runId?: string | undefined; readonly sessionId?: string };

/** Every request that waits: first those of the run or session in front, then all others. Nothing while none does. */
export function PermissionRequests({ runId, sessionId }: PermissionRequestsProps) {
  const { pending, departures } = permissionsStore();
  if (pending.length === 0) return null;
  const isHere = (request: PendingPermission) => request.sessionId === sessionId || request.steps.some((step) => step.runId === runId);
  const ordered = [...pending.filter(isHere), ...pending.filter((request) => !isHere(request))];
  return (
    <section className={styles.requests} aria-label="Permission requests">
      {ordered.map((request, index) => (
        <RequestCard
          key={request.requestId}
          request={request}
          place={ordered.length > 1 ? `${index + 1} of ${ordered.length}` : undefined}
          position={[departures, ...ordered.slice(0, index).map(({ requestId }) => requestId)].join(' ')}
        />
      ))}
    </section>
  );
}
