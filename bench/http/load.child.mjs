// Makes the load of one measurement with autocannon and answers what came of it. A process of its own, so that neither
// side shares its time with it.
import autocannon from 'autocannon';

const REQUEST_TIMEOUT_SECONDS = 10;

process.on('message', (plan) => {
  measure(plan).then(
    (result) => process.send(result),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});

/**
 * @param plan.bodies - one for each request, for calls that work once; `amount` then bounds the run
 */
async function measure({ url, method, token, body, bodies, amount, seconds, connections }) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
  };
  let next = 0;
  const request =
    bodies === undefined ? { body } : { setupRequest: (made) => ({ ...made, body: bodies[next++] }) };
  const latencies = [];
  let refused = 0;
  const startedAt = performance.now();
  let endedAt = startedAt;
  const run = autocannon({
    url,
    connections,
    timeout: REQUEST_TIMEOUT_SECONDS,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: [{ method, headers, ...request }],
  });
  run.on('response', (_client, status, _bytes, ms) => {
    latencies.push(ms);
    endedAt = performance.now();
    if (status < 200 || status > 299) refused += 1;
  });
  const { errors } = await run;
  if (refused > 0 || errors > 0)
    throw new Error(`${method} ${url}: ${refused} refused, ${errors} errors of ${latencies.length}`);
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    perSecond: latencies.length / ((endedAt - startedAt) / 1000),
    p50Ms: latencies[Math.floor(latencies.length * 0.5)],
    p99Ms: latencies[Math.floor(latencies.length * 0.99)],
  };
}
