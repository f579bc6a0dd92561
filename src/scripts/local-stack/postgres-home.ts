import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { canEnter, type ServerAccount } from './server-account.js';

/** Where root may keep what other accounts have to reach. */
const SHARED_STATE = '/var/lib/ingest-service';

/**
 * Prepares the folder that holds Postgres' data. Where this is root and the project lies in a private folder
 * (`/root`, say), the account that Postgres runs as could not reach it: the folder is then made under `/var/lib`, and
 * `wanted` becomes a link to it.
 *
 * @returns the folder's real path
 */
export function postgresHome(wanted: string, account: ServerAccount | undefined): string {
  const existing = realFolder(wanted);
  if (existing !== undefined && canEnter(existing, account)) return existing;
  if (existing === undefined) {
    rmSync(wanted, { force: true }); // a link whose target is gone
    mkdirSync(wanted, { recursive: true, mode: 0o755 });
    chmodSync(wanted, 0o755);
    if (canEnter(wanted, account)) return realpathSync(wanted);
  }
  return existing !== undefined && readdirSync(existing).length > 0 ? existing : linkToSharedState(wanted);
}

function linkToSharedState(wanted: string): string {
  const target = join(SHARED_STATE, randomUUID());
  mkdirSync(target, { recursive: true, mode: 0o755 });
  for (const folder of [SHARED_STATE, target]) chmodSync(folder, 0o755);
  rmdirSync(wanted);
  symlinkSync(target, wanted);
  return target;
}

function realFolder(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
