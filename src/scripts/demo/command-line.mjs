// Runs the command line as a person would, and shows what it was told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join, resolve } from 'node:path';

const INGEST = resolve(import.meta.dirname, '../../../dist/src/cli/ingest.js');
const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

const bold = (text) => (coloured ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text) => (coloured ? `\u001b[2m${text}\u001b[22m` : text);

export class CommandLine {
  #env;

  /** @param home folder of its login and unfinished uploads; those of the person who runs the demo are left alone */
  constructor(url, home) {
    this.#env = {
      ...process.env,
      INGEST_URL: url,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
    };
  }

  say(text) {
    console.log(`\n${bold(text)}`);
  }

  /** Fails when the command does not end with one of `codes`. */
  async run(args, { input, codes = [0] } = {}) {
    console.log(dim(`$ npx ingest ${args.join(' ')}`));
    const child = this.#start(args, input, 'inherit');
    const [code] = await once(child, 'close');
    if (!codes.includes(code)) throw new Error(`ingest ${args[0]} ended with ${code}.`);
  }

  /** The newest job of each file, by its name. */
  async newestJobs(paths) {
    const child = this.#start(['jobs', '--json'], undefined, 'pipe');
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    await once(child, 'close');
    const jobs = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return paths.map((path) => jobs.find(({ file }) => file?.filename === basename(path)).job_id);
  }

  #start(args, input, stdout) {
    const child = spawn(process.execPath, [INGEST, ...args], {
      env: this.#env,
      stdio: [input === undefined ? 'ignore' : 'pipe', stdout, 'inherit'],
    });
    child.stdin?.end(input);
    return child;
  }
}
