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

/** Another process has the file for as long as it takes to write it. */
const PATIENCE_MS = 15_000;

/** Logins by server, in one file that its owner alone can read. Of several processes each leaves the others' logins alone. */
export class TokenStore {
  private readonly path: string;

  constructor(configDirectory: string) {
    this.path = join(configDirectory, 'sessions.json');
  }

  async find(serverUrl: string): Promise<KeptSession | undefined> {
    return (await this.all())[serverUrl];
  }

  async keep(serverUrl: string, session: KeptSession): Promise<void> {
    await this.change((sessions) => ({ ...sessions, [serverUrl]: session }));
  }

  async forget(serverUrl: string): Promise<void> {
    await this.change((sessions) =>
      Object.fromEntries(Object.entries(sessions).filter(([server]) => server !== serverUrl)),
    );
  }

  private async change(to: (sessions: Sessions) => Sessions): Promise<void> {
    const written = await whileLocked(this.path, PATIENCE_MS, async () =>
      writePrivately(this.path, to(await this.all())),
    );
    if (written === undefined)
      throw new CliError(`Another process does not give ${this.path} back; the login was not kept.`);
  }

  private async all(): Promise<Sessions> {
    return (await readJsonFile<Sessions>(this.path)) ?? {};
  }
}
