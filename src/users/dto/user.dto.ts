import type { UserAccount } from '../users.service.js';

export class UserDto {
  /** @example 0190a6bf-1111-7aaa-8bbb-0123456789ab */
  user_id!: string;
  /** @example ann */
  username!: string;
  /** @example ann@example.com */
  email!: string;
  /**
   * Any of `admin`, `user`, `viewer`.
   * @example ["user"]
   */
  roles!: string[];
  /** A disabled user cannot sign in and is signed out everywhere. */
  is_active!: boolean;
  /** RFC 3339. */
  created_at!: string;
  /** RFC 3339. */
  updated_at!: string;
}

export function toUserDto(user: UserAccount): UserDto {
  return {
    user_id: user.userId,
    username: user.username,
    email: user.email,
    roles: [...user.roles],
    is_active: user.isActive,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}
