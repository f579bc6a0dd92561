// Whether the time of a refused login tells if there is such a user: wrong passwords for a known and for unknown users,
// interleaved at random, and a test of the difference.
//   npm run bench:login-timing -- [--logins 200]
// Needs a build (npm run build). Ends with code 1 where the difference is significant: by chance once in 10,000 runs.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { median, percentile, rounded } from './support/figures.mjs';
import { call, hangUp } from './support/http-call.mjs';
import { mannWhitney } from './support/mann-whitney.mjs';
import { startPrivateStack } from './support/private-stack.mjs';

const SIGNIFICANT = 1e-4;
const WARM_UP_LOGINS = 6;

const { values } = parseArgs({ options: { logins: { type: 'string', default: '200' } } });
const logins = Number(values.logins);

async function refusedAfterMs(url, username) {
  const body = { username, password: 'not the password' };
  const { status, ms } = await call(`${url}/auth/login`, { method: 'POST', body });
  if (status !== 401) throw new Error(`a wrong password was answered ${status}`);
  return ms;
}

/** Each known one has an unknown one beside it, now before, now after: what drifts hits both. */
async function measure(url) {
  const times = { known: [], unknown: [] };
  for (let index = 0; index < logins; index += 1) {
    const pair = [
      ['known', 'user'],
      ['unknown', `none-${index}`],
    ];
    if (Math.random() < 0.5) pair.reverse();
    for (const [kind, username] of pair) times[kind].push(await refusedAfterMs(url, username));
  }
  return times;
}

const stack = await startPrivateStack({ env: { RATE_LIMIT_ENABLED: 'false' }, worker: false });
try {
  console.log(
    `${logins} logins each, one at a time; ${cpus().length} × ${cpus()[0].model}, Node ${process.version}`,
  );
  for (let index = 0; index < WARM_UP_LOGINS; index += 1) await refusedAfterMs(stack.url, 'user');
  const times = await measure(stack.url);
  const row = (sample) => ({
    'median ms': rounded(median(sample)),
    'p95 ms': rounded(percentile(sample, 0.95)),
  });
  console.table({ known: row(times.known), unknown: row(times.unknown) });
  const { p, effect } = mannWhitney(times.known, times.unknown);
  const significant = p < SIGNIFICANT;
  console.log(
    `Mann–Whitney: p = ${p.toPrecision(3)}, the known user took longer in ${rounded(effect * 100, 1)} % of all pairs`,
  );
  console.log(`${significant ? 'MISSED: a' : 'met: no'} significant difference (p < ${SIGNIFICANT})`);
  process.exitCode = significant ? 1 : 0;
} finally {
  hangUp();
  await stack.stop();
}
