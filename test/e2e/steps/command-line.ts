import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Child, startChild } from '../../support/child.js';
import { DEFAULT_USERS, type DefaultUser } from '../../support/http-client.js';
import type { CommandResult } from './command.js';

const INGEST = resolve(process.env['TEST_DIST'] ?? 'dist', 'src/cli/ingest.js');
const TIMEOUT_MS = 150_000;

/** The command line as a person has it: with folders for its logins and its unfinished uploads. */
export class CommandLine {
  private constructor(
    readonly home: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async at(apiUrl: string): Promise<CommandLine> {
    const home = await mkdtemp(join(tmpdir(), 'ingest-test-cli-'));
    return new CommandLine(home, {
      INGEST_URL: apiUrl,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
    });
  }

  get sessionsFile(): string {
    return join(this.home, 'config/ingest/sessions.json');
  }

  /** Runs a command to its end, with this on its standard input. */
  async run(args: readonly string[], input: string | Uint8Array = ''): Promise<CommandResult> {
    const child = spawn(process.execPath, [INGEST, ...args], {
      env: { ...process.env, ...this.env },
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => (written[stream] += chunk));
    }
    // A command that refuses does not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...written };
  }

  /** Starts a command that the test will end. */
  start(args: readonly string[]): Promise<Child> {
    return startChild({ name: 'ingest', command: process.execPath, args: [INGEST, ...args], env: this.env });
  }

  async login(user: DefaultUser): Promise<void> {
    const { username, password } = DEFAULT_USERS[user];
    const { code, stderr } = await this.run(['login', username], `${password}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Logged in as') as unknown });
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
