// The processes that are measured, each alone on a port of its own, and the one that makes the load.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../dist/src/scripts/local-stack/ports.js';
import { until } from '../../dist/src/scripts/local-stack/until.js';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
/** Of `/proc/<pid>/stat`; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Starts a process that serves HTTP, its log going to a file as it would under a process manager.
 *
 * @param readyPath - answers 200 once it can be measured
 */
export async function startProcess({ name, entry, args = [], execArgv = [], env, readyPath, folder }) {
  const port = await freePort();
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = fork(entry, args, {
    stdio: ['ignore', log, log, 'ipc'],
    execArgv,
    env: { ...process.env, ...env, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
  });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}${readyPath}`).then(
      ({ status }) => status === 200,
      () => false,
    );
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const started = await until(async () => ended() || (await answers()), START_TIMEOUT_MS);
  if (!started || ended())
    throw new Error(`${name} did not start:\n${readFileSync(join(folder, `${name}.log`), 'utf8')}`);
  return { name, url, cpuSeconds: () => cpuSecondsOf(child.pid), stop: () => stop(child, ended) };
}

async function stop(child, ended) {
  if (ended()) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(late);
}

/** User and system time of a process so far; NaN where there is no `/proc`. */
function cpuSecondsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** The generator of load: one process for the whole run. */
export function startLoad() {
  const child = fork(new URL('./load.child.mjs', import.meta.url));
  return {
    async run(plan) {
      child.send(plan);
      const [answer] = await once(child, 'message');
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    },
    stop: () => child.disconnect(),
  };
}
