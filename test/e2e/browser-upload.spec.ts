import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { browserPath, openBrowser, type TestBrowser } from '../support/browser.js';
import { DEFAULT_USERS } from '../support/http-client.js';
import { startStack, type Stack, type Variables } from '../support/stack.js';
import type { Job } from './steps/jobs.js';
import { type PageServer, servePages } from './steps/page-server.js';

const PAGE = 'docs/examples/browser-upload';
const FILE = 'test/corpus/apache-combined/apache_logs';

const {
  TEST_S3_ENDPOINT: endpoint,
  TEST_S3_ACCESS_KEY: accessKey = '',
  TEST_S3_SECRET_KEY: secretKey = '',
} = process.env;
const STORAGES: readonly (readonly [name: string, env: Variables | undefined])[] = [
  ['LOCAL', {}],
  [
    'S3',
    endpoint === undefined
      ? undefined
      : {
          STORAGE_TYPE: 'S3',
          S3_ENDPOINT: endpoint,
          S3_ACCESS_KEY: accessKey,
          S3_SECRET_KEY: secretKey,
          S3_BUCKET: `browser-${String(process.pid)}-${String(Date.now())}`,
        },
  ],
];

describe.each(STORAGES)('the upload page, with %s storage', (name, env) => {
  const wanted = browserPath === undefined || env === undefined ? it.skip : it;
  let page: PageServer;
  let stack: Stack;
  let browser: TestBrowser;

  beforeAll(async () => {
    if (browserPath === undefined || env === undefined) return;
    page = await servePages((file) => readFile(join(PAGE, file)));
    stack = await startStack({ env: { ...env, CORS_ORIGINS: page.origin } });
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    if (browserPath === undefined || env === undefined) return;
    await browser.close();
    await page.close();
    await stack.stop();
  });

  async function logIn(origin: string): Promise<void> {
    await browser.page.goto(origin);
    await browser.page.getByLabel('Service').fill(stack.apiUrl);
    await browser.page.getByLabel('Username').fill(DEFAULT_USERS.user.username);
    await browser.page.getByLabel('Password').fill(DEFAULT_USERS.user.password);
    await browser.page.getByRole('button', { name: 'Log in' }).click();
  }

  wanted(
    'takes a file from another origin, shows progress, and ends with the counts',
    async () => {
      await logIn(page.origin);
      const puts: { readonly origin: string; readonly authorization: string | undefined }[] = [];
      browser.page.on('request', (request) => {
        if (request.method() !== 'PUT') return;
        puts.push({
          origin: new URL(request.url()).origin,
          authorization: request.headers()['authorization'],
        });
      });
      await browser.page.getByLabel('Log file').setInputFiles(FILE);
      await browser.page.getByRole('button', { name: 'Upload' }).click();
      await browser.page
        .getByText('COMPLETED: 10000 lines, 10000 records, 0 rejected')
        .waitFor({ timeout: 60_000 });

      expect(await browser.page.locator('#upload-progress').getAttribute('value')).toBe('1');
      expect(await browser.page.locator('#job-progress').getAttribute('value')).toBe('100');
      const storage = name === 'S3' ? new URL(endpoint ?? '').origin : stack.apiUrl;
      expect(puts).toEqual([{ origin: storage, authorization: undefined }]);
      const [job] = (await (await stack.http.as('user')).get<Job[]>('/jobs')).body;
      expect(job).toMatchObject({ status: 'COMPLETED', file: { filename: 'apache_logs' } });
      expect(browser.faults).toEqual([]);
      await browser.screenshot(`browser-upload-${name}`);
    },
    90_000,
  );

  wanted('is kept out from an origin that is not allowed', async () => {
    const other = page.origin.replace('127.0.0.1', 'localhost');
    await logIn(other);
    await browser.page.locator('#fault', { hasText: 'Failed to fetch' }).waitFor();
    expect(browser.faults.join('\n')).toContain('CORS');
  });
});
