import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Permission, Role } from './roles.js';

/** Who is asking, as established for this request. */
export interface Principal {
  readonly userId: string;
  /** The session that the access token belongs to. */
  readonly sessionId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
}

/** What authentication hangs on the request. */
export interface AuthenticatedRequest {
  user?: Principal;
}

/** Injects the caller; only on routes that need authentication. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (user === undefined) throw new Error('CurrentPrincipal on a route without authentication');
    return user;
  },
);

/**
 * Whose jobs the caller may reach: their own, or with the `_all` permission everybody's. Repositories turn it into SQL.
 *
 * @returns the owner to filter by; null for no filter
 */
export function ownerScope(principal: Principal, all: 'jobs:read_all' | 'jobs:write_all'): string | null {
  return principal.permissions.includes(all) ? null : principal.userId;
}
