import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

export default async function globalTeardown() {
  const services = globalThis.__ingestTestServices;
  if (services === undefined) return;
  await Promise.all(services.stop.map((stop) => stop()));
  // Where the temporary folder is private, Postgres' folder is a link to one that its account can reach.
  const postgres = join(services.directory, 'postgres');
  for (const folder of [await realpath(postgres).catch(() => postgres), services.directory]) {
    await rm(folder, { recursive: true, force: true });
  }
}
