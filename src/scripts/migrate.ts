/** `npm run migrate [up|down]`: brings the schema up to date, or reverts the last migration. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { migrationOptions } from '../common/database/data-source.options.js';
import { MIGRATIONS } from '../common/database/migrations.js';
import { runMigrations } from '../common/database/run-migrations.js';
import { CommandError, runProcess } from '../common/run-process.js';
import { expectDatabase } from './expect-database.js';

await runProcess(async (config) => {
  const direction = process.argv[2] ?? 'up';
  if (direction !== 'up' && direction !== 'down') throw new CommandError('usage: migrate [up|down]');
  await expectDatabase(config);
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
