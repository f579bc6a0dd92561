// What is asked of both sides, and one measurement of it.
import { isDeepStrictEqual } from 'node:util';
import { seedPendingUploads } from './rows.mjs';

const INIT_BODY = JSON.stringify({ filename: 'access.log', size: 2_370_789, log_format: 'auto' });
/** Requests of one measurement of `complete`, which works once for each job. */
const COMPLETES = 2_500;

/** @param context - processes by side, the database, the ids */
export function makeCases({ sides, database, userId, jobId, storageDir }) {
  const pending = { pending: (count) => seedPendingUploads(database, userId, count, storageDir) };
  const init = { method: 'POST', body: INIT_BODY };
  const complete = { method: 'POST', ...pending };
  const onBoth = (path, barePath = path) => ({
    service: `${sides.service.url}${path}`,
    bare: `${sides.bare.url}${barePath}`,
  });
  const INIT = '/ingest/files/init';
  const COMPLETE = '/ingest/files/complete';
  return [
    { id: 'job', name: 'GET /jobs/{id}', method: 'GET', urls: onBoth(`/jobs/${jobId}`) },
    { id: 'list', name: 'GET /jobs?limit=100', method: 'GET', urls: onBoth('/jobs?limit=100') },
    {
      id: 'init',
      name: 'init (S3)',
      ...init,
      urls: { ...onBoth(INIT), service: `${sides.serviceOnS3.url}${INIT}` },
      serviceSide: 'serviceOnS3',
    },
    { id: 'init-local', name: 'init (LOCAL)', ...init, urls: onBoth(INIT, `/local${INIT}`) },
    { id: 'complete', name: 'complete (LOCAL)', ...complete, urls: onBoth(COMPLETE) },
    {
      id: 'complete-sent',
      name: 'complete, bare sends to Redis too',
      ...complete,
      urls: onBoth(COMPLETE, `/sending${COMPLETE}`),
    },
  ];
}

/** One measurement of one side; CPU is the process's own. */
export async function measure({ test, url, process, load, token, seconds, connections }) {
  const bodies = await pendingBodies(test, connections);
  const cpuBefore = process.cpuSeconds();
  const result = await load.run({
    ...{ url, method: test.method, token, body: test.body, seconds, connections },
    ...(bodies === undefined ? {} : { bodies, amount: COMPLETES }),
  });
  const cpuMicros = ((process.cpuSeconds() - cpuBefore) * 1e6) / result.requests;
  return { ...result, cpuMicros };
}

async function pendingBodies(test, connections) {
  if (test.pending === undefined) return undefined;
  // The generator prepares a request for each connection more than it sends.
  const ids = await test.pending(COMPLETES + 2 * connections);
  return ids.map((id) => JSON.stringify({ job_id: id }));
}

/** Both sides have to answer the same, or they did not do the same. @throws when they do not */
export async function checkSameAnswers(cases, token) {
  for (const test of cases.filter(({ method }) => method === 'GET')) {
    const [ours, bare] = await Promise.all(
      [test.urls.service, test.urls.bare].map(async (url) => {
        const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
        return answer.json();
      }),
    );
    if (!isDeepStrictEqual(ours, bare)) throw new Error(`${test.name}: the two sides answer differently`);
  }
}
