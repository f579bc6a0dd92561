import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import type { PageQuery } from '../common/paging/page.js';
import type { Role } from '../common/security/roles.js';
import { User } from './entities/user.entity.js';

/** Which users, newest first. */
export interface UserQuery extends PageQuery {
  readonly role?: Role | undefined;
  readonly isActive?: boolean | undefined;
}

/** What is needed to check a password. */
export interface CredentialsRow {
  readonly userId: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly isActive: boolean;
  /** The database's time of reading, to the microsecond, in its own words. */
  readonly readAt: string;
}

export type UserChanges = Partial<Pick<User, 'username' | 'email' | 'roles' | 'isActive'>>;

const CREDENTIALS = `SELECT user_id AS "userId", username, password_hash AS "passwordHash", is_active AS "isActive",
                            clock_timestamp()::text AS "readAt" FROM users`;

@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  find(userId: string): Promise<User | null> {
    return this.users.findOneBy({ userId });
  }

  /** Whatever the case of the name. */
  async findCredentialsByName(username: string): Promise<CredentialsRow | null> {
    const rows = await this.database.query<CredentialsRow[]>(
      `${CREDENTIALS} WHERE lower(username) = lower($1)`,
      [username],
    );
    return rows[0] ?? null;
  }

  async findCredentials(userId: string): Promise<CredentialsRow | null> {
    const rows = await this.database.query<CredentialsRow[]>(`${CREDENTIALS} WHERE user_id = $1`, [userId]);
    return rows[0] ?? null;
  }

  list(query: UserQuery): Promise<User[]> {
    const select = this.users
      .createQueryBuilder('u')
      .orderBy('u.createdAt', 'DESC')
      .addOrderBy('u.userId', 'DESC')
      .limit(query.limit);
    if (query.role !== undefined) select.andWhere(':role = ANY(u.roles)', { role: query.role });
    if (query.isActive !== undefined) select.andWhere('u.isActive = :isActive', { isActive: query.isActive });
    if (query.offset !== undefined) select.offset(query.offset);
    if (query.after !== undefined) {
      select.andWhere('(u.createdAt, u.userId) < (:createdAt, :userId)', {
        createdAt: query.after.createdAt,
        userId: query.after.id,
      });
    }
    return select.getMany();
  }

  async insert(user: Omit<User, 'createdAt' | 'updatedAt'>): Promise<void> {
    await this.users.insert(user);
  }

  /** Adds the account unless its username or email is taken; tells whether it did. */
  async insertIfAbsent(user: Omit<User, 'createdAt' | 'updatedAt'>): Promise<boolean> {
    const result = await this.users
      .createQueryBuilder()
      .insert()
      .values(user)
      .orIgnore()
      .returning('user_id')
      .execute();
    return (result.raw as unknown[]).length > 0;
  }

  /**
   * Changes an account, and disabling it ends its sessions. Where that could take the last admin away, all active admins
   * are locked first, so that two of them cannot be taken away at once.
   *
   * @returns the account before and after; null where there is none, `last_admin` where it was refused
   */
  async update(
    userId: string,
    changes: UserChanges,
  ): Promise<{ readonly before: User; readonly after: User } | 'last_admin' | null> {
    return this.database.transaction(async (manager) => {
      if (changes.isActive === false || changes.roles?.includes('admin') === false) {
        const admins = await manager.query<{ user_id: string }[]>(
          `SELECT user_id FROM users WHERE is_active AND 'admin' = ANY(roles) ORDER BY user_id FOR UPDATE`,
        );
        if (admins.length === 1 && admins[0]?.user_id === userId) return 'last_admin';
      }
      const before = await manager.findOne(User, { where: { userId }, lock: { mode: 'pessimistic_write' } });
      if (before === null) return null;
      const signOut = changes.isActive === false ? { sessionsValidFrom: () => 'clock_timestamp()' } : {};
      await manager
        .createQueryBuilder()
        .update(User)
        .set({ ...changes, updatedAt: () => 'now()', ...signOut })
        .where({ userId })
        .execute();
      return { before, after: await manager.findOneByOrFail(User, { userId }) };
    });
  }

  /** Sets the password if it still is the one that was checked, and ends every session; tells whether it did. */
  async replacePassword(userId: string, checkedHash: string, newHash: string): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE users SET password_hash = $3, sessions_valid_from = clock_timestamp(), updated_at = now()
       WHERE user_id = $1 AND password_hash = $2
       RETURNING user_id`,
      [userId, checkedHash, newHash],
    );
    return rows.length > 0;
  }

  async hasAdmin(): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM users WHERE is_active AND 'admin' = ANY(roles) LIMIT 1`,
    );
    return rows.length > 0;
  }
}
