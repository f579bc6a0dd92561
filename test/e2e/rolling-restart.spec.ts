import { Agent, request } from 'node:http';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { login } from '../support/http-client.js';
import { submit, untilFinished } from './steps/jobs.js';
import { hasNginx, type Nginx, startNginx } from './steps/nginx.js';
import { spawnProcess, untilReady } from '../support/stack-process.js';

const CLIENTS = 6;
/** Longer than the sample's `fail_timeout`: nginx must have seen that the first one is back. */
const DRAIN_SECONDS = '3';

(hasNginx ? describe : describe.skip)('two APIs behind nginx, as the sample configures it', () => {
  let stack: Stack;
  let nginx: Nginx;
  const successors: StackProcess[] = [];

  beforeAll(async () => {
    stack = await startStack({
      api: 2,
      workers: 2,
      env: { TRUSTED_PROXIES: '1', SHUTDOWN_DRAIN_SECONDS: DRAIN_SECONDS },
    });
    nginx = await startNginx(stack.apis.map((api) => api.url));
  }, 60_000);
  afterAll(async () => {
    await nginx.stop();
    await Promise.all(successors.map((process) => process.stop()));
    await stack.stop();
  });

  /** Refused connections are as they should be; these are not. */
  async function brokenConnections(): Promise<string[]> {
    const lines = (await nginx.errors()).split('\n');
    return lines.filter((line) => /reset by peer|prematurely closed|no live upstreams|timed out/.test(line));
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

  it('are replaced one after the other, and the workers too, while no request fails and no job is tried again', async () => {
    const { access_token: token } = await login(stack.apiUrl, 'user');
    const agent = new Agent({ keepAlive: true });
    const answers: Record<string, number> = {};
    let done = false;
    const ask = async (): Promise<void> => {
      for (let turn = 0; !done; turn += 1) {
        const outcome = await send(agent, nginx.url, token, turn % 2 === 0);
        answers[outcome] = (answers[outcome] ?? 0) + 1;
      }
    };
    const asking = Array.from({ length: CLIENTS }, ask);
    await waitFor(() => (answers['GET 200'] ?? 0) > 20, { what: 'some load' });
    const client = await stack.http.as('user');
    const jobIds: string[] = [];
    for (let count = 0; count < 20; count += 1) jobIds.push(await submit(client, `line ${count}\n`));
    for (const old of [...stack.apis, ...stack.workers]) await replace(old);
    done = true;
    await Promise.all(asking);
    agent.destroy();
    expect({ outcomes: Object.keys(answers).sort(), errors: await brokenConnections() }).toEqual({
      outcomes: ['GET 200', 'POST 200'],
      errors: [],
    });
    const after = await stack.http.as('user');
    for (const jobId of jobIds) {
      expect(await untilFinished(after, jobId)).toMatchObject({ status: 'COMPLETED', retry_count: 0 });
    }
  }, 120_000);
});

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
