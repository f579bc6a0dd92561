import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Child, startChild } from '../../support/child.js';
import { DEFAULT_USERS, type DefaultUser } from '../../support/http-client.js';
import { type CommandResult, runProgram } from './command.js';

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
  run(args: readonly string[], input: string | Uint8Array = ''): Promise<CommandResult> {
    return runProgram([INGEST, ...args], this.env, input, TIMEOUT_MS);
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
