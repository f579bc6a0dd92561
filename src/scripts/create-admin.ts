/**
 * `npm run create-admin -- <username> <email>`: makes the first admin of an installation, once. The password is asked for
 * at a terminal (twice, unseen), read from standard input where that is a pipe, or generated and shown once with
 * `--generate`.
 */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { CommandError, runProcess } from '../common/run-process.js';
import { CreateUserDto } from '../users/dto/create-user.dto.js';
import { createAccountsContext } from './accounts.module.js';
import { UsersService } from '../users/users.service.js';

const USAGE = 'usage: create-admin <username> <email> [--generate]';

await runProcess(async (config) => {
  const { values, positionals } = parseArgs({
    options: { generate: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [username, email] = positionals;
  if (username === undefined || email === undefined || positionals.length > 2) throw new CommandError(USAGE);
  const app = await createAccountsContext(config, 'ingest-create-admin');
  try {
    const users = app.get(UsersService);
    if (await users.hasAdmin())
      throw new CommandError('There is an admin already, who can make further users by the API.');
    const password = values.generate === true ? randomBytes(18).toString('base64url') : await readPassword();
    const user = plainToInstance(CreateUserDto, { username, email, password, roles: ['admin'] });
    const faults = await validate(user);
    if (faults.length > 0) {
      throw new CommandError(faults.flatMap((fault) => Object.values(fault.constraints ?? {})).join('\n'));
    }
    await users.create(user);
    process.stdout.write(`The admin ${username} was made.\n`);
    if (values.generate === true) process.stdout.write(`Password, shown this once: ${password}\n`);
  } finally {
    await app.close();
  }
});

async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
  const first = await askUnseen('Password: ');
  if (first !== (await askUnseen('Again: '))) throw new CommandError('The two passwords differ.');
  return first;
}

/** What is typed is not shown: the terminal's echo goes to a stream that writes nothing. */
async function askUnseen(question: string): Promise<string> {
  const unseen = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    process.stdout.write(question);
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stdout.write('\n');
  }
}
