import { Command, CommanderError, Option } from 'commander';
import { CliError } from './cli-error.js';
import { addPair, addValue, parsePositive, parseUrl } from './commands/arguments.js';
import type { CommandContext } from './commands/command-context.js';
import { listJobs, type JobsOptions, showJob } from './commands/jobs.js';
import { login, logout } from './commands/login.js';
import { push, type PushCommandOptions } from './commands/push.js';
import {
  histogram,
  type HistogramOptions,
  logs,
  type LogsOptions,
  rejects,
  search,
} from './commands/records.js';
import { cancelJobs, deleteJobs, retryJobs, type SteeringOptions } from './commands/steering.js';
import { readEnvironment } from './environment.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { harmless } from './output/harmless.js';
import { createOutput } from './output/output.js';
import { waitNotes } from './output/wait-notes.js';
import { Session } from './session/session.js';
import { TokenStore } from './session/token-store.js';

const EXIT_CODES = `
Exit codes:
  0  all went well; with --wait every line was read
  1  wrong usage, no connection, a refusal, or a job that failed
  2  all jobs completed, and some lines could not be read`;

type Run = (work: (context: CommandContext) => Promise<ExitCode | undefined>) => Promise<void>;

/** Runs one command. */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  endQuietlyWithReader();
  const environment = readEnvironment();
  const output = createOutput(environment.plain);
  const program = new Command('ingest');
  let isJson = false;
  program.hook('preAction', (_program, command) => {
    isJson = command.opts<{ json?: true }>().json === true;
  });
  const run: Run = async (work) => {
    const { server } = program.opts<{ server: string }>();
    const store = new TokenStore(environment.configDirectory);
    const session = new Session(serverUrl(server), store, isJson ? () => undefined : waitNotes(output));
    code = (await work({ session, output, environment })) ?? EXIT.ok;
  };
  define(program, run, environment.serverUrl);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    if (!(error instanceof CliError)) throw error;
    output.note(`ingest: ${harmless(error.message)}`);
    return EXIT.failed;
  }
  return code;
}

/** @throws CliError for a variable that is no URL */
function serverUrl(given: string): string {
  try {
    return parseUrl(given);
  } catch (error) {
    throw new CliError(`INGEST_URL is no URL: ${given}`, { cause: error });
  }
}

function define(program: Command, run: Run, serverUrl: string): void {
  program
    .description('Hand over log files and look into them.')
    .addOption(
      new Option('--url, --server <url>', 'where the API answers (INGEST_URL)')
        .default(serverUrl)
        .argParser(parseUrl),
    )
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(ingest --help shows what there is)')
    .exitOverride();
  defineLogin(program, run);
  definePush(program, run);
  defineJobs(program, run);
  defineSteering(program, run);
  defineRecords(program, run);
}

function defineLogin(program: Command, run: Run): void {
  program
    .command('login [username]')
    .description('log in; the password is asked for, or read from standard input where that is a pipe')
    .action((username: string | undefined) => run((context) => done(login(context, username))));
  program
    .command('logout')
    .description('end the login')
    .action(() => run((context) => done(logout(context))));
}

function definePush(program: Command, run: Run): void {
  const formats = ['auto', 'json', 'ndjson', 'csv', 'text'];
  program
    .command('push <files...>')
    .description(
      'hand files over; - is standard input. Run it again after a cut: it goes on where it stopped',
    )
    .addOption(new Option('--format <format>', 'what the files hold').choices(formats).default('auto'))
    .option('--timezone <zone>', 'IANA zone of timestamps that name none', 'UTC')
    .option('--label <name=value>', 'put on every record; may be given several times', addPair, {})
    .option('--wait', 'stay until the records are there')
    .option('--gzip', 'compress what is sent')
    .option('--json', 'write a line of JSON for each file')
    .option('--concurrency <files>', 'files at a time', parsePositive, 3)
    .action((files: string[], options: PushCommandOptions) =>
      run((context) => push(context, files, options)),
    );
}

function defineJobs(program: Command, run: Run): void {
  const statuses = ['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED'];
  program
    .command('jobs')
    .description('list jobs, newest first')
    .addOption(new Option('--status <status>', 'only those in this state').choices(statuses))
    .option('--limit <jobs>', 'how many', parsePositive, 20)
    .option('--json', 'write a line of JSON for each')
    .action((options: JobsOptions) => run((context) => done(listJobs(context, options))));
  program
    .command('show <job-id>')
    .description('show everything about a job')
    .option('--json', 'write JSON')
    .action((id: string, options: { json?: true }) => run((context) => done(showJob(context, id, options))));
}

function defineSteering(program: Command, run: Run): void {
  const steer = (name: string, description: string, work: typeof cancelJobs): void => {
    program
      .command(`${name} <job-ids...>`)
      .description(description)
      .option('--json', 'write a line of JSON for each')
      .action((ids: string[], options: SteeringOptions) => run((context) => work(context, ids, options)));
  };
  steer('cancel', 'give jobs up, also ones that run', cancelJobs);
  steer('retry', 'have failed jobs done again', retryJobs);
  steer('delete', 'remove jobs for good, with their files and results', deleteJobs);
}

function defineRecords(program: Command, run: Run): void {
  filtered(program.command('logs <job-id>'))
    .description('write the records of a job')
    .addOption(
      new Option('--order <order>', 'of the file, or the other way round')
        .choices(['asc', 'desc'])
        .default('asc'),
    )
    .option('--limit <records>', 'how many', parsePositive, 100)
    .option('--all', 'every match')
    .option('--raw', 'the text of the file alone')
    .option('--json', 'write a line of JSON for each')
    .action((id: string, options: LogsOptions) => run((context) => done(logs(context, id, options))));
  filtered(program.command('search'))
    .description('write records of all jobs, newest first')
    .option('--limit <records>', 'how many', parsePositive, 100)
    .option('--json', 'write a line of JSON for each')
    .action((options: LogsOptions) => run((context) => done(search(context, options))));
  program
    .command('rejects <job-id>')
    .description('write what could not be read')
    .option('--limit <rejects>', 'how many', parsePositive, 100)
    .option('--json', 'write a line of JSON for each')
    .action((id: string, options: LogsOptions) => run((context) => done(rejects(context, id, options))));
  filtered(program.command('histogram <job-id>'))
    .description('draw the records of a job over time')
    .addOption(
      new Option('--by <key>', 'what is counted apart')
        .choices(['severity', 'service', 'status'])
        .default('severity'),
    )
    .option('--interval <seconds>', 'width of a bucket, or auto', 'auto')
    .option('--json', 'write JSON')
    .action((id: string, options: HistogramOptions) =>
      run((context) => done(histogram(context, id, options))),
    );
}

function filtered(command: Command): Command {
  return command
    .option('--from <time>', 'only records at this time or later (RFC 3339)')
    .option('--to <time>', 'only records before this time (RFC 3339)')
    .option('--severity <severity>', 'only records at least this severe: a word, or 1 to 24')
    .option('-q, --text <text>', 'only records with this text')
    .option('--field <name=value>', 'only records with this value; may be given several times', addValue, {});
}

async function done(work: Promise<void>): Promise<undefined> {
  await work;
}

/** `ingest logs … | head` is no fault of anybody. */
function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}
