import type { Variables } from '../../support/stack.js';

/** Where the time until somebody takes over, or tidies up, is not what is tested. */
export const IMPATIENT: Variables = {
  HEARTBEAT_SECONDS: '1',
  LEASE_SECONDS: '3',
  SWEEP_INTERVAL_SECONDS: '1',
  RETRY_DELAY_SECONDS: '1',
  ORPHAN_SCAN_INTERVAL_SECONDS: '1',
  ORPHAN_AGE_SECONDS: '60',
};
