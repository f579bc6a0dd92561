import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../support/child.js';
import { waitFor } from '../../support/wait-for.js';

/** Where Debian puts it, unless the environment says otherwise. */
const BINARY = process.env['TEST_NGINX_BINARY'] ?? '/usr/sbin/nginx';
const SAMPLE = 'docs/operations/nginx.conf';

export const hasNginx = existsSync(BINARY);

export interface Nginx {
  readonly url: string;
  /** What it wrote about connections that failed. */
  errors(): Promise<string>;
  stop(): Promise<void>;
}

/** Runs nginx on this port with the sample that operators are given; only addresses differ, and there is no TLS. */
export async function startNginx(port: number, apiUrls: readonly string[]): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-nginx-'));
  await mkdir(join(directory, 'logs'));
  const file = join(directory, 'nginx.conf');
  await writeFile(file, await adapted(directory, port, apiUrls));
  const nginx = await startChild({
    name: 'nginx',
    command: BINARY,
    args: ['-p', directory, '-c', file, '-e', join(directory, 'logs/error.log'), '-g', 'daemon off;'],
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await fetch(`${url}/health/live`)).status === 200, { what: 'nginx to answer' });
  return {
    url,
    errors: () => readFile(join(directory, 'logs/error.log'), 'utf8'),
    stop: async () => {
      await nginx.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function adapted(directory: string, port: number, apiUrls: readonly string[]): Promise<string> {
  const sample = await readFile(SAMPLE, 'utf8');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(directory, kind)};`)
    .join('\n');
  const settings = `access_log off;\n${paths}`;
  const addresses = apiUrls.map((url) => new URL(url).host);
  let next = 0;
  return `user root;\npid ${join(directory, 'pid')};\nerror_log ${join(directory, 'logs/error.log')} error;\n${sample}`
    .replace('http {', `http {\n${settings}`)
    .replaceAll(/10\.0\.0\.\d+:8000/g, () => addresses[next++] ?? '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replaceAll(/^\s*ssl_.*$/gm, '');
}
