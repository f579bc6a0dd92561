import type { Permission } from './roles.js';

/** Asks what sessions are allowed now, for answers that go on long after their request was let in. Provided by `auth`. */
export abstract class SessionPermissions {
  /** @returns what each session that still lives permits; those that have ended are not in it */
  abstract findLiving(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly Permission[]>>;
}
