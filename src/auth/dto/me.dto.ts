import type { Principal } from '../../common/security/principal.js';

export class MeDto {
  /** @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e */
  user_id!: string;
  /** @example admin */
  username!: string;
  /** @example admin@example.com */
  email!: string;
  /**
   * Any of `admin`, `user`, `viewer`.
   * @example ["admin"]
   */
  roles!: string[];
  /**
   * What the roles permit.
   * @example ["ingest:write", "jobs:read", "jobs:write", "webhooks:read", "webhooks:write"]
   */
  permissions!: string[];
}

export function toMeDto(principal: Principal): MeDto {
  return {
    user_id: principal.userId,
    username: principal.username,
    email: principal.email,
    roles: [...principal.roles],
    permissions: [...principal.permissions],
  };
}
