import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';

/** A security event as the API logs it. */
export interface AuditEvent extends Readonly<Record<string, unknown>> {
  readonly event: string;
  readonly request_id: string;
}

export function auditEvents(stack: Stack): AuditEvent[] {
  return stack
    .logs()
    .split('\n')
    .filter((line) => line.includes('"audit":true'))
    .map((line) => JSON.parse(line) as AuditEvent);
}

/** The event of this request; its line may come a moment after the answer. */
export function auditOf(stack: Stack, requestId: string, event: string): Promise<AuditEvent> {
  return waitFor(
    () => auditEvents(stack).find((one) => one.request_id === requestId && one.event === event),
    { what: `${event} in the log`, timeoutMs: 5_000 },
  );
}
