import { join } from 'node:path';
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

/** Logins by server, in one file that its owner alone can read. */
export class TokenStore {
  private readonly path: string;

  constructor(configDirectory: string) {
    this.path = join(configDirectory, 'sessions.json');
  }

  async find(serverUrl: string): Promise<KeptSession | undefined> {
    return (await this.all())[serverUrl];
  }

  async keep(serverUrl: string, session: KeptSession): Promise<void> {
    await writePrivately(this.path, { ...(await this.all()), [serverUrl]: session });
  }

  async forget(serverUrl: string): Promise<void> {
    const others = Object.entries(await this.all()).filter(([server]) => server !== serverUrl);
    await writePrivately(this.path, Object.fromEntries(others));
  }

  private async all(): Promise<Sessions> {
    return (await readJsonFile<Sessions>(this.path)) ?? {};
  }
}
