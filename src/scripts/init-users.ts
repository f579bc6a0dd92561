/** `npm run init-users`: makes the default users of a development installation. Refused in production. */
import 'reflect-metadata';
import { CommandError, runProcess } from '../common/run-process.js';
import { createAccountsContext } from './accounts.module.js';
import { expectDatabase } from './expect-database.js';
import { DEFAULT_USERS } from '../users/default-users.js';
import { UsersService } from '../users/users.service.js';

await runProcess(async (config) => {
  if (config.production) throw new CommandError('The default users are refused in production.');
  await expectDatabase(config);
  const app = await createAccountsContext(config, 'ingest-init-users');
  try {
    for (const user of DEFAULT_USERS) {
      const created = await app.get(UsersService).createIfAbsent(user);
      process.stdout.write(`${user.username}: ${created ? 'created' : 'exists'}\n`);
    }
  } finally {
    await app.close();
  }
});
