import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { lastLines } from './log-files.js';
import { ManagedProcess } from './managed-process.js';
import { freePort } from './ports.js';
import { StartFailure } from './start-failure.js';
import { until } from './until.js';

export interface RedisOptions {
  readonly binary: string;
  readonly directory: string;
  readonly logFile: string;
  /** Any free one by default. */
  readonly port?: number;
  /** False keeps nothing on disk: for tests. */
  readonly durable: boolean;
  /** Is told of the process as soon as it exists, before it is ready. */
  readonly onSpawn?: (process: ManagedProcess) => void;
}

export interface RedisServer {
  readonly process: ManagedProcess;
  readonly port: number;
  readonly url: string;
}

const START_TIMEOUT_MS = 30_000;

/** Starts a Redis of our own on loopback, with the eviction policy that queues need. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  mkdirSync(options.directory, { recursive: true });
  const port = options.port ?? (await freePort());
  const server = await ManagedProcess.start({
    name: 'Redis',
    command: options.binary,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', options.directory],
      ...['--maxmemory-policy', 'noeviction', '--save', '', '--appendonly', options.durable ? 'yes' : 'no'],
    ],
    cwd: options.directory,
    logFile: options.logFile,
  });
  options.onSpawn?.(server);
  const answered = await until(
    async () => server.ending !== undefined || (await pong(port)),
    START_TIMEOUT_MS,
  );
  if (!answered || server.ending !== undefined) {
    const what = server.ending ?? 'did not answer in time';
    await server.stop();
    throw new StartFailure(`Redis ${what}.`, lastLines(server.logFile));
  }
  return { process: server, port, url: `redis://127.0.0.1:${port}` };
}

/** While it loads its data it listens, but answers `-LOADING`. */
function pong(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1_000, () => {
      answer(false);
    });
    socket.once('error', () => {
      answer(false);
    });
    socket.once('data', (reply) => {
      answer(reply.toString().startsWith('+PONG'));
    });
    socket.write('PING\r\n');
  });
}
