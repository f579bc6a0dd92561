/** `npm run migrate [up|down]`: brings the schema up to date, or reverts the last migration. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { CreateUsersAndJobs1764000000000 } from '../../migrations/1764000000000-create-users-and-jobs.js';
import { CreateSessions1764100000000 } from '../../migrations/1764100000000-create-sessions.js';
import { CreateJobEvents1764500000000 } from '../../migrations/1764500000000-create-job-events.js';
import { migrationOptions } from '../common/database/data-source.options.js';
import { runMigrations } from '../common/database/run-migrations.js';
import { CommandError, runProcess } from '../common/run-process.js';

const MIGRATIONS = [
  CreateUsersAndJobs1764000000000,
  CreateSessions1764100000000,
  CreateJobEvents1764500000000,
];

await runProcess(async (config) => {
  const direction = process.argv[2] ?? 'up';
  if (direction !== 'up' && direction !== 'down') throw new CommandError('usage: migrate [up|down]');
  const source = await new DataSource(migrationOptions(config, MIGRATIONS)).initialize();
  try {
    const names = await runMigrations(source, direction);
    const verb = direction === 'up' ? 'applied' : 'reverted';
    process.stdout.write(
      names.length === 0 ? 'nothing to do\n' : names.map((name) => `${verb} ${name}\n`).join(''),
    );
  } finally {
    await source.destroy();
  }
});
