import { execFileSync, spawnSync } from 'node:child_process';

/** The account that Postgres runs as where this process is root, since Postgres refuses to be root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** @returns undefined where this process is an ordinary user and Postgres simply runs as that user */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return accountOf('postgres') ?? accountOf('nobody');
}

/** @returns whether the account can enter the folder, parents included */
export function canEnter(directory: string, account: ServerAccount | undefined): boolean {
  if (account === undefined) return true;
  const shell = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], {
    cwd: '/',
    stdio: 'ignore',
    ...account,
  });
  return shell.status === 0;
}

function accountOf(name: string): ServerAccount | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
