/** Roles, as tokens and the wire spell them. */
export const ROLES = ['admin', 'user', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What a handler can ask for. `_all` reaches beyond what the caller owns. */
export const PERMISSIONS = [
  'ingest:write',
  'jobs:read',
  'jobs:read_all',
  'jobs:write',
  'jobs:write_all',
  'users:read',
  'users:write',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The one table of who may do what. Handlers ask for permissions, never for roles. */
const PERMISSIONS_BY_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  user: ['ingest:write', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
  viewer: ['jobs:read', 'jobs:read_all'],
};

/** The union of what the roles permit, in the order of the list above. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return PERMISSIONS.filter((permission) =>
    roles.some((role) => PERMISSIONS_BY_ROLE[role].includes(permission)),
  );
}
