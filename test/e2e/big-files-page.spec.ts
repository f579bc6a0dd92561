import { readFile } from 'node:fs/promises';
import { type HttpClient, login, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { untilFinished } from './steps/jobs.js';

const PAGE = 'docs/big-files.md';
const MIB = 1_048_576;
const LINE = `${'{"level":"info","msg":"one of the many lines of a big file"}'.padEnd(1_023)}\n`;
const FILE = Buffer.from(LINE.repeat((12 * MIB) / LINE.length));

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
  getChunkSize(file: UppyFile): number;
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

let stack: Stack;
let client: HttpClient;
let recipe: Recipe;

beforeAll(async () => {
  stack = await startStack({ env: { MULTIPART_PART_SIZE_MB: '5' } });
  client = await stack.http.as('user');
  recipe = await readRecipe((await login(stack.apiUrl, 'user')).access_token);
}, 60_000);
afterAll(() => stack.stop());

/** Runs the code of the page with something in the place of Uppy that only keeps what it is given. */
async function readRecipe(token: string): Promise<Recipe> {
  const [, code = ''] = /^```js\n(.*?)^```$/ms.exec(await readFile(PAGE, 'utf8')) ?? [];
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
  if (options === undefined || onSuccess === undefined) throw new Error('The page has no recipe.');
  return { options, onSuccess, asked };
}

it('the recipe of the page sends a file in parts, with one request for all its URLs', async () => {
  const { options, onSuccess, asked } = recipe;
  const file = { id: 'a', name: 'big.ndjson', size: FILE.length };
  expect(await options.createMultipartUpload(file)).toMatchObject({ key: expect.any(String) as unknown });
  const size = options.getChunkSize(file);
  expect(size).toBe(5 * MIB);
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
