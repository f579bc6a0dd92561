// What is asked of both sides, and one measurement of it.
import { isDeepStrictEqual } from 'node:util';
import { finishUnfinishedJobs, seedPendingUploads } from './rows.mjs';

const INIT_BODY = JSON.stringify({ filename: 'access.log', size: 2_370_789, log_format: 'auto' });
/** Requests of one measurement that adds to what a user may have so many of. */
const ADDING_REQUESTS = 1_500;
/** Requests that come before the first measurement: the engine compiles for itself what it has met often. */
const WARMING_REQUESTS = 1_500;

/** @param context - processes by side, the database, the ids */
export function makeCases({ sides, database, userId, jobId, storageDir }) {
  const pending = { pending: (count) => seedPendingUploads(database, userId, count, storageDir) };
  const init = { method: 'POST', adds: true, body: INIT_BODY };
  const complete = { method: 'POST', adds: true, ...pending };
  // Signing a URL for S3 asks no server; the other two need the files of LOCAL storage.
  const on = (serviceSide, path, barePath = path) => ({
    serviceSide,
    urls: { service: `${sides[serviceSide].url}${path}`, bare: `${sides.bare.url}${barePath}` },
  });
  const INIT = '/ingest/files/init';
  const COMPLETE = '/ingest/files/complete';
  return [
    { id: 'job', name: 'GET /jobs/{id}', method: 'GET', ...on('s3', `/jobs/${jobId}`) },
    { id: 'list', name: 'GET /jobs?limit=100', method: 'GET', ...on('s3', '/jobs?limit=100') },
    { id: 'init', name: 'init (S3)', ...init, ...on('s3', INIT) },
    { id: 'init-local', name: 'init (LOCAL)', ...init, ...on('local', INIT, `/local${INIT}`) },
    { id: 'complete', name: 'complete (LOCAL)', ...complete, ...on('local', COMPLETE) },
    {
      id: 'complete-sent',
      name: 'complete, bare sends to Redis too',
      ...complete,
      ...on('local', COMPLETE, `/sending${COMPLETE}`),
    },
  ];
}

/** @returns how to warm one side up for a request, and how to measure it once */
export function turnOf(side) {
  return {
    warm: () => measure({ ...side, amount: WARMING_REQUESTS }),
    run: () => measure({ ...side, amount: side.test.adds ? ADDING_REQUESTS : undefined }),
  };
}

/** CPU is the process's own. */
async function measure({ test, url, process, database, load, token, seconds, connections, amount }) {
  // The generator prepares a request for each connection more than it sends.
  if (test.adds) await finishUnfinishedJobs(database);
  const ids = await test.pending?.(amount + 2 * connections);
  const cpuBefore = process.cpuSeconds();
  const result = await load.run({
    ...{ url, method: test.method, token, body: test.body, seconds, connections, amount },
    bodies: ids?.map((id) => JSON.stringify({ job_id: id })),
  });
  const cpuMicros = ((process.cpuSeconds() - cpuBefore) * 1e6) / result.requests;
  return { ...result, cpuMicros };
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
