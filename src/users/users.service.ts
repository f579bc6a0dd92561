import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '../common/security/roles.js';
import type { User } from './entities/user.entity.js';
import { PasswordHasher } from './password-hasher.js';
import { UsersRepository } from './users.repository.js';

/** An account without its secrets. */
export interface UserAccount {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/** What a new account needs. */
export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /** The active account, or null: disabled and unknown look the same. */
  async findActive(userId: string): Promise<UserAccount | null> {
    const user = await this.users.findActive(userId);
    return user === null ? null : toAccount(user);
  }

  /**
   * The account if the password is right and the account active; null otherwise. Unknown user, wrong password and
   * disabled account take the same time.
   */
  async verifyCredentials(username: string, password: string): Promise<UserAccount | null> {
    const user = await this.users.findByUsername(username);
    const matches = await this.hasher.matches(password, user?.passwordHash ?? null);
    return user !== null && matches && user.isActive ? toAccount(user) : null;
  }

  /** Makes the account unless its username or email is taken; tells whether it did. */
  async createIfAbsent(user: NewUser): Promise<boolean> {
    const passwordHash = await this.hasher.hash(user.password);
    return this.users.insertIfAbsent({
      userId: uuidv7(),
      username: user.username,
      email: user.email,
      passwordHash,
      roles: [...user.roles],
      isActive: true,
    });
  }
}

function toAccount(user: User): UserAccount {
  return { userId: user.userId, username: user.username, email: user.email, roles: user.roles };
}
