import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import type { AppConfig } from '../../common/config/app-config.js';
import { deriveKey } from '../../common/security/derived-key.js';
import { LocalDriver } from '../../common/storage/drivers/local.driver.js';
import { S3Driver } from '../../common/storage/drivers/s3.driver.js';
import { LocalUrlSigner } from '../../common/storage/local-url-signer.js';
import type { Storage } from '../../common/storage/storage.js';
import { judgeSkew } from './clock-skew.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';
import { adviceOnPing, adviceOnPut } from './storage-refusal.js';

const ANSWER_MS = 10_000;
const CONTENT = 'npm run doctor was here\n';
const URL_SECONDS = 60;

/** The bucket or folder, and a whole upload as a client and a browser do it. */
export async function checkStorage(config: AppConfig): Promise<Finding[]> {
  const storage = open(config);
  try {
    await storage.ping(AbortSignal.timeout(ANSWER_MS));
  } catch (error) {
    const advice = await adviceOnPing(storage, error, ANSWER_MS);
    storage.close();
    return [
      fail('storage', `${placeOf(config)} cannot be used (${reasonOf(error)}); ${advice ?? lookAt(config)}.`),
    ];
  }
  const key = `raw-logs/doctor-${randomUUID()}.log`;
  try {
    return [ok('storage', `${placeOf(config)} is there.`), ...(await tryUpload(storage, key, config))];
  } finally {
    await storage.delete(key).catch(() => undefined);
    storage.close();
  }
}

function open({ storage, http, auth }: AppConfig): Storage {
  if (storage.type === 'S3') return new S3Driver(storage.s3, http.corsOrigins, pino({ level: 'silent' }));
  const signer = new LocalUrlSigner(deriveKey(auth.secretKey, 'storage-url'), http.publicUrl);
  return new LocalDriver(storage.localDir, signer);
}

function lookAt({ storage }: AppConfig): string {
  return storage.type === 'S3'
    ? 'look at S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY and S3_BUCKET'
    : 'look at LOCAL_STORAGE_DIR, which a start of the API makes';
}

function placeOf({ storage }: AppConfig): string {
  return storage.type === 'S3'
    ? `The bucket ${storage.s3.bucket} at ${storage.s3.endpoint}`
    : `The folder ${storage.localDir}`;
}

async function tryUpload(storage: Storage, key: string, config: AppConfig): Promise<Finding[]> {
  const url = await storage.issueUpload(key, CONTENT.length, URL_SECONDS);
  const { host } = new URL(url);
  let refused: Response;
  let taken: Response;
  let preflight: Response;
  try {
    preflight = await askAsBrowser(url, originOf(config));
    refused = await put(url, `${CONTENT}too long`);
    taken = await put(url, CONTENT, { Origin: originOf(config) });
  } catch (error) {
    // With LOCAL the API takes uploads, and it need not run while somebody looks after the rest.
    const judge = storage.type === 'LOCAL' ? warn : fail;
    return [judge('upload', `Nobody takes uploads at ${host} (${reasonOf(error)}); clients are sent there.`)];
  }
  return [
    await judgeUpload(storage, key, host, taken),
    refused.ok
      ? warn('upload size', 'A body longer than declared was taken; `complete` will refuse it.')
      : ok('upload size', 'A body longer than declared is refused.'),
    judgePreflight(preflight, originOf(config)),
    judgeExposed(taken),
    ...judgeClock(taken),
  ];
}

const originOf = ({ http: { corsOrigins } }: AppConfig): string =>
  corsOrigins.find((origin) => origin !== '*') ?? 'https://app.example.com';

function put(url: string, body: string, others: Readonly<Record<string, string>> = {}): Promise<Response> {
  const headers = { 'Content-Type': 'application/octet-stream', ...others };
  return fetch(url, { method: 'PUT', headers, body, signal: AbortSignal.timeout(ANSWER_MS) });
}

function askAsBrowser(url: string, origin: string): Promise<Response> {
  return fetch(url, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'content-type',
    },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
}

async function judgeUpload(storage: Storage, key: string, host: string, taken: Response): Promise<Finding> {
  if (!taken.ok)
    return fail(
      'upload',
      `A presigned PUT to ${host} was answered ${taken.status}; ${(await adviceOnPut(taken)) ?? 'is it the host that was signed'}.`,
    );
  const arrived = await text(await storage.read(key));
  return arrived === CONTENT
    ? ok('upload', `A presigned PUT to ${host} arrives.`)
    : fail(
        'upload',
        `A presigned PUT to ${host} arrives changed (${arrived.length} bytes of ${CONTENT.length}).`,
      );
}

function judgePreflight(answer: Response, origin: string): Finding {
  const allowed = answer.headers.get('access-control-allow-origin');
  return answer.ok && (allowed === '*' || allowed === origin)
    ? ok('cors', `Browsers at ${origin} may upload.`)
    : fail(
        'cors',
        `A preflight from ${origin} was answered ${answer.status} without leave; set the CORS rules of the storage.`,
      );
}

/** A browser that sends a file in parts has to read the ETag of each. */
function judgeExposed(answer: Response): Finding {
  const exposed = answer.headers.get('access-control-expose-headers') ?? '';
  return /(?:^|[\s,])(?:etag|\*)(?:$|[\s,])/i.test(exposed)
    ? ok('cors etag', 'Browsers may read the ETag of what they upload.')
    : warn(
        'cors etag',
        'Browsers cannot read the ETag of what they upload, so no big files in parts; expose it in the CORS rules of the storage.',
      );
}

function judgeClock(answer: Response): Finding[] {
  const date = answer.headers.get('date');
  return date === null ? [] : [judgeSkew('clock (storage)', new Date(date))];
}
