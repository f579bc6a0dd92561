import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest } from './steps/jobs.js';
import { type OtlpReceiver, startOtlpReceiver } from './steps/otlp-receiver.js';

/** Spans are sent in batches, every five seconds. */
const BATCH_MS = 15_000;

let receiver: OtlpReceiver;
let stack: Stack;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  stack = await startStack({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await receiver.stop();
});

it('one trace leads from the request through the queue and the phases of the worker to the parser', async () => {
  const job = await ingest(await stack.http.as('user'), '2026-01-02T03:04:05Z INFO traced\n');
  const complete = await waitFor(
    () => receiver.spans.find((span) => span.name === 'POST /ingest/files/complete'),
    { what: 'the span of complete', timeoutMs: BATCH_MS },
  );
  const trace = await waitFor(
    () => {
      const spans = receiver.spans.filter((span) => span.traceId === complete.traceId);
      return spans.length >= 7 ? spans : undefined;
    },
    { what: 'the whole trace', timeoutMs: BATCH_MS },
  );
  const named = new Map(trace.map((span) => [span.name, span]));
  const pathTo = (name: string): string[] => {
    const span = named.get(name);
    const parent = trace.find(({ spanId }) => spanId === span?.parentSpanId);
    return parent === undefined ? [name] : [...pathTo(parent.name), name];
  };
  const consumed = ['POST /ingest/files/complete', 'send file-processing', 'process file-processing'];
  expect(pathTo('stage')).toEqual([...consumed, 'stage']);
  expect(pathTo('publish')).toEqual([...consumed, 'publish']);
  expect(pathTo('parser process')).toEqual([...consumed, 'parse', 'parser process']);
  expect(named.get('process file-processing')).toMatchObject({
    service: 'ingest-worker',
    attributes: { 'ingest.job_id': job.job_id },
  });
  const parser = named.get('parser process');
  expect(parser?.durationMs).toBeGreaterThan(0);
  const pids = [...stack.apis, ...stack.workers].map((process) => process.pid);
  expect(pids).not.toContain(Number(parser?.attributes['process.pid']));
  expect(stack.logs()).toContain(`"trace_id":"${complete.traceId}"`);
});

it('a trace that a client has begun goes on', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await stack.http.get('/jobs', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  const span = await waitFor(() => receiver.spans.find((one) => one.traceId === traceId), {
    what: 'the span',
    timeoutMs: BATCH_MS,
  });
  expect(span).toMatchObject({ service: 'ingest-api', parentSpanId: 'b7ad6b7169203331' });
});

it('checks of health are not traced, and no secret is in a span', async () => {
  await stack.http.get('/health/live');
  await stack.http.get('/jobs?limit=1');
  await waitFor(() => receiver.spans.some((span) => span.name === 'GET /jobs'), {
    what: 'the later request',
    timeoutMs: BATCH_MS,
  });
  expect(receiver.spans.filter((span) => span.name.includes('health'))).toEqual([]);
  expect(JSON.stringify(receiver.spans)).not.toMatch(/Bearer|user123|signature=/);
});

it('a process that is stopped sends what it has', async () => {
  const api = await stack.add('api');
  const before = receiver.spans.length;
  await fetch(`${api.url}/docs`);
  await api.stop();
  expect(receiver.spans.length).toBeGreaterThan(before);
});
