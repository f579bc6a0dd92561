import { ROLES } from '../common/security/roles.js';
import type { NewUser } from './users.service.js';

/** The accounts of a development installation, one for each role. Their passwords are public. */
export const DEFAULT_USERS: readonly NewUser[] = ROLES.map((role) => ({
  username: role,
  email: `${role}@example.com`,
  password: `${role}123`,
  roles: [role],
}));

/** Whether this is the public password of a default user, however its letters are composed. */
export function isDefaultPassword(password: string): boolean {
  const composed = password.normalize('NFKC');
  return DEFAULT_USERS.some((user) => user.password === composed);
}
