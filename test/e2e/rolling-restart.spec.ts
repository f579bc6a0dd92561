import { Agent, request } from 'node:http';
import { httpClient, login } from '../support/http-client.js';
import { freePort } from '../support/ports.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { spawnProcess, untilReady } from '../support/stack-process.js';
import { waitFor } from '../support/wait-for.js';
import { ingest, type Job } from './steps/jobs.js';
import { scrape } from './steps/metrics.js';
import { hasNginx, type Nginx, startNginx } from './steps/nginx.js';

/** Those that only ask, and those that hand in files. */
const ASKING = 4;
const HANDING_IN = 4;
const CONTENT = '2026-01-02T03:04:05Z INFO on its way through nginx\n'.repeat(50);
/** Longer than the sample's `fail_timeout`: nginx must have seen that the first one is back. */
const DRAIN_SECONDS = '3';

(hasNginx ? describe : describe.skip)(
  'two APIs behind nginx, as the sample configures it, and four workers',
  () => {
    let stack: Stack;
    let nginx: Nginx;
    const successors: StackProcess[] = [];

    beforeAll(async () => {
      const port = await freePort();
      stack = await startStack({
        api: 2,
        workers: 4,
        env: {
          // Files too pass through nginx.
          PUBLIC_URL: `http://127.0.0.1:${port}`,
          TRUSTED_PROXIES: '1',
          SHUTDOWN_DRAIN_SECONDS: DRAIN_SECONDS,
        },
      });
      nginx = await startNginx(
        port,
        stack.apis.map((api) => api.url),
      );
    }, 90_000);
    afterAll(async () => {
      await nginx.stop();
      await Promise.all(successors.map((process) => process.stop()));
      await stack.stop();
    });

    /** Refused connections are as they should be; these are not. */
    async function brokenConnections(): Promise<string[]> {
      const lines = (await nginx.errors()).split('\n');
      return lines.filter((line) =>
        /reset by peer|prematurely closed|no live upstreams|timed out/.test(line),
      );
    }

    /** Stops a process and starts another one in its place. */
    async function replace(old: StackProcess): Promise<void> {
      await old.stop();
      expect(old.ending()).toBe(0);
      const port = Number(new URL(old.url).port);
      const next = await spawnProcess(old.kind, stack.env, port);
      successors.push(next);
      await untilReady(next);
    }

    async function hasQueuedJobs(api: StackProcess): Promise<boolean> {
      const series =
        'ingest_http_request_duration_seconds_count{method="POST",route="/ingest/files/complete",status="200"}';
      return ((await scrape(api.url)).get(series) ?? 0) > 0;
    }

    /** Every one of these has had its part. */
    async function untilAllWork(
      apis: readonly StackProcess[],
      workers: readonly StackProcess[],
    ): Promise<void> {
      const idle = async (): Promise<string[]> => [
        ...workers.filter((worker) => !worker.output().includes('"msg":"completed"')).map(({ url }) => url),
        ...(await Promise.all(apis.map(async (api) => ((await hasQueuedJobs(api)) ? [] : [api.url])))).flat(),
      ];
      await waitFor(async () => (await idle()).length === 0, {
        what: 'each process to have its part of the work',
        timeoutMs: 30_000,
      });
    }

    it('share the work, and are replaced one after the other, while no request fails and no job is tried again', async () => {
      const { access_token: token } = await login(nginx.url, 'user');
      const client = httpClient(nginx.url, token);
      const agent = new Agent({ keepAlive: true });
      const answers: Record<string, number> = {};
      const jobs: Job[] = [];
      let done = false;
      const ask = async (): Promise<void> => {
        for (let turn = 0; !done; turn += 1) {
          const outcome = await send(agent, nginx.url, token, turn % 2 === 0);
          answers[outcome] = (answers[outcome] ?? 0) + 1;
        }
      };
      // Each step insists on the answer that it declares.
      const handIn = async (): Promise<void> => {
        while (!done) jobs.push(await ingest(client, CONTENT));
      };
      const load = Promise.all([
        ...Array.from({ length: ASKING }, ask),
        ...Array.from({ length: HANDING_IN }, handIn),
      ]);
      const rolling = async (): Promise<void> => {
        await untilAllWork(stack.apis, stack.workers);
        for (const old of [...stack.apis, ...stack.workers]) await replace(old);
        await untilAllWork(
          successors.filter(({ kind }) => kind === 'api'),
          successors.filter(({ kind }) => kind === 'worker'),
        );
      };
      await Promise.all([load, rolling().finally(() => (done = true))]).catch(async (error: unknown) => {
        throw new Error([String(error), ...(await brokenConnections())].join('\n'));
      });
      agent.destroy();
      expect({ outcomes: Object.keys(answers).sort(), errors: await brokenConnections() }).toEqual({
        outcomes: ['GET 200', 'POST 200'],
        errors: [],
      });
      const unlike = jobs.filter((job) => job.status !== 'COMPLETED' || job.retry_count !== 0);
      expect({ unlike, enough: jobs.length > 20 }).toEqual({ unlike: [], enough: true });
      expect(
        await stack.query(`SELECT job_id FROM jobs WHERE status <> 'COMPLETED' OR retry_count > 0`),
      ).toEqual([]);
    }, 180_000);
  },
);

/** @returns method and status, or what became of the connection */
function send(agent: Agent, url: string, token: string, reads: boolean): Promise<string> {
  const method = reads ? 'GET' : 'POST';
  const path = reads ? '/jobs?limit=1' : '/auth/verify';
  const body = reads ? '' : JSON.stringify({ token });
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Content-Length': body.length,
  };
  return new Promise((resolve) => {
    const sent = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      answer.resume().once('end', () => {
        resolve(`${method} ${answer.statusCode ?? 0}`);
      });
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      resolve(`${method} ${error.code ?? error.message}`);
    });
    sent.end(body);
  });
}
