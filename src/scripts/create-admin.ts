/**
 * `npm run create-admin -- <username> <email>`: makes the first admin of an installation, once. The password is asked for
 * at a terminal (twice, unseen), read from standard input where that is a pipe, or generated and shown once with
 * `--generate`.
 */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { askUnseen } from '../cli/session/ask.js';
import { ADVISORY_LOCKS, ifAlone } from '../common/database/advisory-lock.js';
import { DomainError } from '../common/errors/domain.error.js';
import { CommandError, runProcess } from '../common/run-process.js';
import { CreateUserDto } from '../users/dto/create-user.dto.js';
import { createAccountsContext } from './accounts.module.js';
import { expectDatabase } from './expect-database.js';
import { type NewUser, UsersService } from '../users/users.service.js';

const USAGE = 'usage: create-admin <username> <email> [--generate]';

await runProcess(async (config) => {
  const { username, email, generate } = readArguments();
  await expectDatabase(config);
  const app = await createAccountsContext(config, 'ingest-create-admin');
  try {
    const alone = await ifAlone(config.database, ADVISORY_LOCKS.firstAdmin, async () => {
      const users = app.get(UsersService);
      if (await users.hasAdmin())
        throw new CommandError('There is an admin already, who can make further users by the API.');
      const password = generate ? randomBytes(18).toString('base64url') : await readPassword();
      await createAdmin(users, { username, email, password });
      process.stdout.write(`The admin ${username} was made.\n`);
      if (generate) process.stdout.write(`Password, shown this once: ${password}\n`);
    });
    if (!alone) throw new CommandError('Somebody else makes the first admin at this moment.');
  } finally {
    await app.close();
  }
});

function readArguments(): { readonly username: string; readonly email: string; readonly generate: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { generate: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [username, email, ...others] = positionals;
    if (username !== undefined && email !== undefined && others.length === 0)
      return { username, email, generate: values.generate };
  } catch {
    // An option that there is not; the answer is the same.
  }
  throw new CommandError(USAGE);
}

/** The same rules as for users made by the API. */
async function createAdmin(users: UsersService, admin: Omit<NewUser, 'roles'>): Promise<void> {
  const user = plainToInstance(CreateUserDto, { ...admin, roles: ['admin'] });
  const faults = await validate(user);
  if (faults.length > 0) {
    throw new CommandError(faults.flatMap((fault) => Object.values(fault.constraints ?? {})).join('\n'));
  }
  try {
    await users.create(user);
  } catch (error) {
    if (error instanceof DomainError) throw new CommandError(error.message);
    throw error;
  }
}

async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
  const first = await askUnseen('Password: ');
  if (first !== (await askUnseen('Again: '))) throw new CommandError('The two passwords differ.');
  return first;
}
