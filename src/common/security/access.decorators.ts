import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Permission } from './roles.js';

export const IS_PUBLIC = Symbol('isPublic');
export const REQUIRED_PERMISSIONS = Symbol('requiredPermissions');

/** Opens a route to everybody; every other route needs an access token. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(IS_PUBLIC, true);

/** The caller needs all of these permissions. A route with neither this nor `Public` needs only authentication. */
export const RequirePermissions = (...permissions: Permission[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(REQUIRED_PERMISSIONS, permissions), ApiBearerAuth());
