import { readFile } from 'node:fs/promises';
import { browserPath, openBrowser } from '../support/browser.js';
import { type HttpClient, login, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { type Job, untilFinished } from './steps/jobs.js';
import { type PageServer, servePages } from './steps/page-server.js';

const PAGE = 'docs/big-files.md';
const MIB = 1_048_576;
const LINE = `${'{"level":"info","msg":"one of the many lines of a big file"}'.padEnd(1_023)}\n`;
const FILE = Buffer.from(LINE.repeat((36 * MIB) / LINE.length));

interface UppyFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

interface Part {
  readonly PartNumber: number;
  readonly ETag: string;
}

/** What the recipe gives Uppy, as Uppy calls it. */
interface Options {
  getChunkSize(): number;
  createMultipartUpload(file: UppyFile): Promise<{ readonly uploadId: string; readonly key: string }>;
  signPart(file: UppyFile, part: { readonly partNumber: number }): Promise<{ readonly url: string }>;
  listParts(file: UppyFile): Promise<Part[]>;
  completeMultipartUpload(file: UppyFile, upload: { readonly parts: readonly Part[] }): Promise<unknown>;
  abortMultipartUpload(file: UppyFile): Promise<void>;
}

interface Recipe {
  readonly options: Options;
  readonly onSuccess: (file: UppyFile) => Promise<{ readonly job_id: string }>;
  /** Paths of the requests that it has made. */
  readonly asked: string[];
}

const UPPY = 'node_modules/uppy/dist/uppy.min.js';

let pages: PageServer;
let stack: Stack;
let client: HttpClient;
let recipe: Recipe;

beforeAll(async () => {
  pages = await servePages(() => Promise.resolve('<!doctype html><link rel="icon" href="data:,">'));
  stack = await startStack({ env: { CORS_ORIGINS: pages.origin } });
  client = await stack.http.as('user');
  recipe = await readRecipe((await login(stack.apiUrl, 'user')).access_token);
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await pages.close();
});

async function readCode(): Promise<string> {
  const [, code] = /^```js\n(.*?)^```$/ms.exec(await readFile(PAGE, 'utf8')) ?? [];
  if (code === undefined) throw new Error('The page has no recipe.');
  return code;
}

/** Runs the code of the page with something in the place of Uppy that only keeps what it is given. */
async function readRecipe(token: string): Promise<Recipe> {
  const code = await readCode();
  const given: Partial<{ options: Options; onSuccess: Recipe['onSuccess'] }> = {};
  const asked: string[] = [];
  const uppy = {
    use: (_plugin: unknown, options: Options) => (given.options = options),
    on: (_event: string, handler: Recipe['onSuccess']) => (given.onSuccess = handler),
  };
  const noted = (url: string, init: RequestInit): Promise<Response> => {
    asked.push(new URL(url).pathname);
    return fetch(url, init);
  };
  const run = Reflect.construct(Function, ['API', 'token', 'uppy', 'AwsS3', 'fetch', code]) as (
    ...names: unknown[]
  ) => void;
  run(stack.apiUrl, token, uppy, null, noted);
  const { options, onSuccess } = given;
  if (options === undefined || onSuccess === undefined) throw new Error('The recipe uses no plugin.');
  return { options, onSuccess, asked };
}

it('the recipe of the page sends a file in parts, with one request for all its URLs', async () => {
  const { options, onSuccess, asked } = recipe;
  const file = { id: 'a', name: 'big.ndjson', size: FILE.length };
  expect(await options.createMultipartUpload(file)).toMatchObject({ key: expect.any(String) as unknown });
  const size = options.getChunkSize();
  expect(size).toBe(16 * MIB);
  const parts = await Promise.all(
    [1, 2, 3].map(async (partNumber) => {
      const { url } = await options.signPart(file, { partNumber });
      const { headers } = await putFile(url, FILE.subarray((partNumber - 1) * size, partNumber * size));
      return { PartNumber: partNumber, ETag: headers.get('etag') ?? '' };
    }),
  );
  expect(asked.filter((path) => path.endsWith('/parts/sign'))).toHaveLength(1);
  expect(await options.listParts(file)).toMatchObject(parts);
  await options.completeMultipartUpload(file, { parts });
  const { job_id: jobId } = await onSuccess(file);
  expect(await untilFinished(client, jobId)).toMatchObject({
    status: 'COMPLETED',
    statistics: { bytes: FILE.length, rejected_lines: 0 },
  });
});

it('the recipe of the page fails where the service refuses', async () => {
  const { options } = recipe;
  const file = { id: 'b', name: 'big.ndjson', size: FILE.length };
  await options.createMultipartUpload(file);
  await expect(options.completeMultipartUpload(file, { parts: [] })).rejects.toThrow('PARTS_MISSING');
  await options.abortMultipartUpload(file);
  await expect(options.signPart(file, { partNumber: 1 })).rejects.toThrow('JOB_STATE_CONFLICT');
});

(browserPath === undefined ? it.skip : it)(
  'Uppy itself sends a file by the recipe of the page',
  async () => {
    const browser = await openBrowser();
    try {
      const { page } = browser;
      await page.goto(pages.origin);
      await page.addScriptTag({ path: UPPY });
      const given = {
        code: await readCode(),
        API: stack.apiUrl,
        token: (await login(stack.apiUrl, 'user')).access_token,
        line: LINE,
        lines: FILE.length / LINE.length,
      };
      const result = await page.evaluate(sendWithUppy, given);
      expect({ result, faults: browser.faults }).toEqual({ result: { sent: 1, failed: [] }, faults: [] });
    } finally {
      await browser.close();
    }
    const { body: jobs } = await client.get<Job[]>('/jobs?limit=100');
    const job = jobs.find(({ file }) => file?.filename === 'uppy.ndjson');
    expect(await untilFinished(client, job?.job_id ?? '')).toMatchObject({
      status: 'COMPLETED',
      statistics: { bytes: FILE.length, rejected_lines: 0 },
    });
  },
  90_000,
);

interface UppyResult {
  readonly successful: readonly unknown[];
  readonly failed: readonly { readonly error: string }[];
}

interface UppyBundle {
  readonly AwsS3: unknown;
  readonly Uppy: new () => {
    addFile(file: { readonly name: string; readonly data: Blob }): void;
    upload(): Promise<UppyResult>;
    on(event: string, handler: (file: UppyFile) => Promise<unknown>): void;
  };
}

/** Runs in the browser, and ends when the job is queued. */
async function sendWithUppy(given: {
  readonly code: string;
  readonly API: string;
  readonly token: string;
  readonly line: string;
  readonly lines: number;
}): Promise<{ readonly sent: number; readonly failed: readonly string[] }> {
  const { Uppy, AwsS3 } = (globalThis as unknown as { readonly Uppy: UppyBundle }).Uppy;
  const uppy = new Uppy();
  const queued: Promise<unknown>[] = [];
  const on = uppy.on.bind(uppy);
  // What the recipe does after an upload is waited for.
  uppy.on = (event, handler) => {
    on(event, (file) => {
      const handled = handler(file);
      queued.push(handled);
      return handled;
    });
  };
  const names = ['API', 'token', 'uppy', 'AwsS3', given.code];
  const recipe = Reflect.construct(Function, names) as (...values: unknown[]) => void;
  recipe(given.API, given.token, uppy, AwsS3);
  uppy.addFile({ name: 'uppy.ndjson', data: new Blob([given.line.repeat(given.lines)]) });
  const { successful, failed } = await uppy.upload();
  await Promise.all(queued);
  return { sent: successful.length, failed: failed.map(({ error }) => error) };
}
