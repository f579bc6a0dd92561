import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import { whileLocked } from '../lock/file-lock.js';
import { readJsonFile, writePrivately } from '../private-file.js';

/** A login as it is kept. */
export interface KeptSession {
  readonly username: string;
  readonly access_token: string;
  readonly refresh_token: string;
  /** When the access token ends, milliseconds since 1970. */
  readonly expires_at: number;
}

type Sessions = Readonly<Record<string, KeptSession>>;

/** Another process has the file for as long as it takes to write it, or to renew the tokens of one server. */
const PATIENCE_MS = 60_000;

/** Keeps a login; for who has the file to itself. */
export type Keep = (serverUrl: string, session: KeptSession) => Promise<void>;

/** Logins by server, in one file that its owner alone can read. Of several processes each leaves the others' logins alone. */
export class TokenStore {
  private readonly path: string;

  constructor(configDirectory: string) {
    this.path = join(configDirectory, 'sessions.json');
  }

  async find(serverUrl: string): Promise<KeptSession | undefined> {
    return (await this.all())[serverUrl];
  }

  keep(serverUrl: string, session: KeptSession): Promise<void> {
    return this.alone((keep) => keep(serverUrl, session));
  }

  forget(serverUrl: string): Promise<void> {
    return this.alone(() =>
      this.change((sessions) =>
        Object.fromEntries(Object.entries(sessions).filter(([server]) => server !== serverUrl)),
      ),
    );
  }

  /**
   * Does the work while no other process changes a login. It is given what keeps one: the store's own methods that change
   * something would wait for its end.
   *
   * @throws CliError when another process has the file for too long
   */
  async alone<Result>(work: (keep: Keep) => Promise<Result>): Promise<Result> {
    const keep: Keep = (serverUrl, session) =>
      this.change((sessions) => ({ ...sessions, [serverUrl]: session }));
    const done = await whileLocked(this.path, PATIENCE_MS, () => work(keep));
    if (done === undefined)
      throw new CliError(`Another process does not give ${this.path} back; no login was changed in it.`);
    return done.result;
  }

  private async change(to: (sessions: Sessions) => Sessions): Promise<void> {
    await writePrivately(this.path, to(await this.all()));
  }

  private async all(): Promise<Sessions> {
    return (await readJsonFile<Sessions>(this.path)) ?? {};
  }
}
