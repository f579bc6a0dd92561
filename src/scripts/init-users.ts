/** `npm run init-users`: makes the default users of a development installation. Refused in production. */
import 'reflect-metadata';
import { CommandError, runProcess } from '../common/run-process.js';
import { ROLES } from '../common/security/roles.js';
import { createAccountsContext } from './accounts.module.js';
import { UsersService } from '../users/users.service.js';

await runProcess(async (config) => {
  if (config.production) throw new CommandError('The default users are refused in production.');
  const app = await createAccountsContext(config, 'ingest-init-users');
  try {
    for (const role of ROLES) {
      const created = await app.get(UsersService).createIfAbsent({
        username: role,
        email: `${role}@example.com`,
        password: `${role}123`,
        roles: [role],
      });
      process.stdout.write(`${role}: ${created ? 'created' : 'exists'}\n`);
    }
  } finally {
    await app.close();
  }
});
