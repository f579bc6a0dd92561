import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../common/config/app-config.js';
import { isUniqueViolation } from '../common/database/database-errors.js';
import { AuditLog } from '../common/logging/audit-log.js';
import { type Page, toPage, toPageQuery } from '../common/paging/page.js';
import type { Role } from '../common/security/roles.js';
import { isCommonPassword } from './common-passwords.js';
import { DEFAULT_USERS, isDefaultPassword } from './default-users.js';
import type { ListUsersQueryDto } from './dto/list-users.query.dto.js';
import {
  CommonPasswordError,
  EmailTakenError,
  LastAdminError,
  UsernameTakenError,
  UserNotFoundError,
  WrongPasswordError,
} from './errors.js';
import { PasswordChangeLimiter } from './password-change-limiter.js';
import { PasswordHasher } from './password-hasher.js';
import { type UserChanges, UsersRepository } from './users.repository.js';

/** An account without its secrets. */
export interface UserAccount {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a new account needs. */
export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** What came of checking a username and a password. */
export interface CredentialsCheck {
  /** Whether they are right and the account is active. */
  readonly valid: boolean;
  /** The account that the username names, for the audit; null where there is none. */
  readonly userId: string | null;
  /** When the account was read, in the database's own words; what changed later counts against the session. */
  readonly verifiedAt: string;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
    private readonly changeLimiter: PasswordChangeLimiter,
    private readonly config: AppConfig,
  ) {}

  /**
   * Unknown user, wrong password and disabled account take the same time; so does, in production, a password that stands
   * in the README, whoever has it.
   */
  async verifyCredentials(username: string, password: string): Promise<CredentialsCheck> {
    const user = await this.users.findCredentialsByName(username);
    const matches = await this.hasher.matches(password, user?.passwordHash ?? null);
    const isPublic = this.config.production && isDefaultPassword(password);
    return {
      valid: matches && !isPublic && user?.isActive === true,
      userId: user?.userId ?? null,
      verifiedAt: user?.readAt ?? '',
    };
  }

  /** @throws UserNotFoundError */
  async get(userId: string): Promise<UserAccount> {
    const user = await this.users.find(userId);
    if (user === null) throw new UserNotFoundError();
    return user;
  }

  async list(request: ListUsersQueryDto): Promise<Page<UserAccount>> {
    const page = toPageQuery(request);
    const found = await this.users.list({ ...page, role: request.role, isActive: request.is_active });
    return toPage<UserAccount, UserAccount>(
      found,
      page,
      ({ createdAt, userId }) => ({ createdAt, id: userId }),
      (user) => user,
    );
  }

  /** @throws CommonPasswordError, UsernameTakenError, EmailTakenError */
  async create(user: NewUser): Promise<UserAccount> {
    if (isCommonPassword(user.password, user)) throw new CommonPasswordError('/password');
    const row = await this.toRow(user);
    await this.users.insert(row).catch(refuseDuplicate);
    this.audit.record('user.created', { user_id: row.userId, roles: row.roles });
    return this.get(row.userId);
  }

  /** Makes the account unless its username or email is taken, without looking at the password; tells whether it did. */
  async createIfAbsent(user: NewUser): Promise<boolean> {
    return this.users.insertIfAbsent(await this.toRow(user));
  }

  /**
   * Changes an account. What it may do changes with the next request; disabled, it is signed out everywhere.
   *
   * @throws UserNotFoundError, UsernameTakenError, EmailTakenError, LastAdminError
   */
  async change(userId: string, changes: UserChanges): Promise<UserAccount> {
    const updated = await this.users.update(userId, changes).catch(refuseDuplicate);
    if (updated === null) throw new UserNotFoundError();
    if (updated === 'last_admin') throw new LastAdminError();
    const { before, after } = updated;
    this.audit.record('user.changed', { user_id: userId, changed: Object.keys(changes) });
    if (before.roles.join() !== after.roles.join()) {
      this.audit.record('user.roles_changed', { user_id: userId, from: before.roles, to: after.roles });
    }
    if (before.isActive !== after.isActive) {
      this.audit.record(after.isActive ? 'user.enabled' : 'user.disabled', { user_id: userId });
    }
    return after;
  }

  /**
   * Changes a user's own password and ends every session of theirs. The new one is looked at before the current one, or
   * its refusal would tell that the current one is right, and nobody would notice.
   *
   * @throws CommonPasswordError, WrongPasswordError, PasswordChangeLimitedError
   */
  async changePassword(userId: string, current: string, next: string): Promise<void> {
    if (isCommonPassword(next, await this.get(userId))) throw new CommonPasswordError('/new_password');
    await this.changeLimiter.countAttempt(userId);
    const credentials = await this.users.findCredentials(userId);
    const hash = credentials?.passwordHash ?? null;
    if (hash === null || !(await this.hasher.matches(current, hash))) this.refusePassword(userId);
    // Of two changes at once one succeeds; the other's current password is no longer it.
    if (!(await this.users.replacePassword(userId, hash, await this.hasher.hash(next))))
      this.refusePassword(userId);
    await this.changeLimiter.forgive(userId);
    this.audit.record('user.password_changed', { user_id: userId });
  }

  /** Names of default users who can sign in with the public password. */
  async findDefaultUsers(): Promise<string[]> {
    const found: string[] = [];
    for (const { username, password } of DEFAULT_USERS) {
      const user = await this.users.findCredentialsByName(username);
      if (user?.isActive === true && (await this.hasher.matches(password, user.passwordHash)))
        found.push(username);
    }
    return found;
  }

  /** Whether anybody can administer the service. */
  hasAdmin(): Promise<boolean> {
    return this.users.hasAdmin();
  }

  private refusePassword(userId: string): never {
    this.audit.record('user.password_refused', { user_id: userId });
    throw new WrongPasswordError();
  }

  private async toRow({
    username,
    email,
    password,
    roles,
  }: NewUser): Promise<Parameters<UsersRepository['insert']>[0]> {
    const passwordHash = await this.hasher.hash(password);
    return { userId: uuidv7(), username, email, passwordHash, roles: [...roles], isActive: true };
  }
}

function refuseDuplicate(error: unknown): never {
  if (isUniqueViolation(error, 'users_username_unique')) throw new UsernameTakenError();
  if (isUniqueViolation(error, 'users_email_unique')) throw new EmailTakenError();
  throw error;
}
