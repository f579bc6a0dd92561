// Finds a running service, or starts one for the time of the demo.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START = resolve(import.meta.dirname, '../start.mjs');
/** The first start installs and builds. */
const START_TIMEOUT_MS = 15 * 60_000;

/** @returns where the service answers, where its files lie if on this machine, and how to stop what was started */
export async function findService() {
  if (process.env.INGEST_URL) {
    return {
      url: process.env.INGEST_URL,
      storageDir: process.env.LOCAL_STORAGE_DIR,
      stop: async () => undefined,
    };
  }
  const running = await runningStack();
  return running === undefined ? startOwn() : { ...running, stop: async () => undefined };
}

async function runningStack() {
  const stack = readStack();
  if (stack?.urls === undefined) return undefined;
  const alive = await fetch(`${stack.urls.api}/health/live`, { signal: AbortSignal.timeout(3_000) })
    .then((answer) => answer.ok)
    .catch(() => false);
  return alive ? described(stack) : undefined;
}

async function startOwn() {
  console.log('Nothing runs here yet: starting the service, until this ends.');
  const child = spawn(process.execPath, [START], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // Ctrl-C ends the demo, which then ends the service
    env: { ...process.env, PORT: process.env.PORT ?? '0' },
  });
  const ended = new Promise((done) => child.once('close', done));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  const interrupt = () => void stop().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupt);
  const output = [];
  child.stdout.setEncoding('utf8').on('data', (chunk) => output.push(chunk));

  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const stack = readStack();
    if (stack?.owner.pid === child.pid && stack.urls !== undefined) return { ...described(stack), stop };
    await pause(100);
  }
  await stop();
  throw new Error(`The service did not start.\n${output.join('')}`);
}

function described(stack) {
  return { url: stack.urls.api, storageDir: stack.storage_dir ?? undefined };
}

function readStack() {
  try {
    return JSON.parse(readFileSync(join(process.env.INGEST_DATA_DIR || '.data', 'stack.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
