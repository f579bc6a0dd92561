import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../common/security/roles.js';

/** Somebody who may sign in. Usernames and emails are unique whatever their case; the database sees to it. */
@Entity({ name: 'users' })
export class User {
  @PrimaryColumn('uuid')
  userId!: string;

  @Column({ type: 'text' })
  username!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text', select: false })
  passwordHash!: string;

  @Column({ type: 'text', array: true })
  roles!: Role[];

  @Column({ type: 'boolean', default: true })
  isActive!: boolean;

  /** Sessions that began earlier are over: moved on when the password changes or the account is disabled. */
  @Column({ type: 'timestamptz', select: false, insert: false })
  sessionsValidFrom?: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
