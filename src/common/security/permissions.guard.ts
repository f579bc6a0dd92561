import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuditLog } from '../logging/audit-log.js';
import { REQUIRED_PERMISSIONS } from './access.decorators.js';
import type { AuthenticatedRequest } from './principal.js';
import type { Permission } from './roles.js';
import { ForbiddenError } from './security-errors.js';

/** Lets a request through when the caller has every permission that the handler asks for. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const required = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(
      REQUIRED_PERMISSIONS,
      [context.getHandler(), context.getClass()],
    );
    if (required === undefined) return true;
    const granted = context.switchToHttp().getRequest<AuthenticatedRequest>().user?.permissions ?? [];
    const missing = required.filter((permission) => !granted.includes(permission));
    if (missing.length === 0) return true;
    this.audit.record('access.denied', { missing });
    throw new ForbiddenError(missing);
  }
}
