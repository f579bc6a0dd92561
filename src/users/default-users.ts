import { ROLES } from '../common/security/roles.js';
import type { NewUser } from './users.service.js';

/** The accounts of a development installation, one for each role. Their passwords are public. */
export const DEFAULT_USERS: readonly NewUser[] = ROLES.map((role) => ({
  username: role,
  email: `${role}@example.com`,
  password: `${role}123`,
  roles: [role],
}));
