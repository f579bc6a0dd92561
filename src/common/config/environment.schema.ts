import { z } from 'zod';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const integer = (min: number, max: number, fallback: number) => wholeNumber(min, max).default(fallback);

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(fallback);

const url = (protocol: RegExp, fallback: string) => z.url({ protocol }).default(fallback);

const list = (fallback: readonly string[]) =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .default([...fallback]);

/** Pauses in seconds, each a whole number of up to a week. */
const pauses = (fallback: readonly number[]) =>
  z
    .string()
    .regex(/^\d{1,6}(?:,\d{1,6}){0,19}$/, 'must be up to 20 whole numbers, separated by commas')
    .transform((value) => value.split(',').map(Number))
    .pipe(z.array(z.number().max(604_800)))
    .default([...fallback]);

export const DEFAULT_JWT_SECRET = 'your-secret-key-change-in-production';
export const DEFAULT_S3_KEY = 'minioadmin';

/**
 * Every environment variable of the service, once: its type, bounds, default and meaning. The table in the README is
 * checked against this schema by a test. An empty value counts as not given.
 */
export const environmentSchema = z.object({
  ENVIRONMENT: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('`development`, `test` or `production`; production refuses unsafe settings.'),
  DEBUG: flag(false).describe('Log at debug level.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('The least severe level that is logged.'),
  PORT: integer(0, 65_535, 8000).describe('Port of the API; 0 takes any free one.'),
  HOST: z.string().default('0.0.0.0').describe('Address the API and the worker listen on.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'How clients reach the API; upload URLs of `LOCAL` storage begin with it. Default `http://localhost:PORT`.',
    ),
  TRUSTED_PROXIES: integer(0, 10, 0).describe(
    'How many proxies stand before the API; `X-Forwarded-For` is read to exactly that depth, else ignored.',
  ),
  CORS_ORIGINS: list(['*']).describe('Origins that browsers may call from, separated by commas; `*` is any.'),
  START_TIMEOUT_SECONDS: integer(1, 3_600, 60).describe(
    'How long a start waits for Postgres, its schema, and Redis; then the process ends and says why, seconds.',
  ),
  SHUTDOWN_DRAIN_SECONDS: wholeNumber(0, 600)
    .optional()
    .describe(
      'How long an API that was told to stop still takes requests, so that load balancers notice, seconds. Default 5 in production, else 0.',
    ),
  SHUTDOWN_TIMEOUT_SECONDS: integer(1, 600, 15).describe(
    'The longest that stopping takes after that, seconds; whatever hangs then is left.',
  ),

  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://postgres:postgres@localhost:5432/logs').describe(
    'PostgreSQL.',
  ),
  DATABASE_POOL_SIZE: integer(1, 200, 10).describe('Connections of one process.'),
  REDIS_URL: url(/^rediss?$/, 'redis://localhost:6379').describe('Redis or Valkey, with `noeviction`.'),

  STORAGE_TYPE: z.enum(['S3', 'LOCAL']).default('S3').describe('Where raw files and results are kept.'),
  S3_ENDPOINT: url(/^https?$/, 'http://localhost:9000').describe('The S3 API, as the service reaches it.'),
  S3_PUBLIC_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The S3 API, as clients reach it; part of the signature. Default `S3_ENDPOINT`.'),
  S3_ACCESS_KEY: z.string().min(1).default(DEFAULT_S3_KEY).describe('Access key.'),
  S3_SECRET_KEY: z.string().min(1).default(DEFAULT_S3_KEY).describe('Secret key.'),
  S3_BUCKET: z
    .string()
    .min(3)
    .max(63)
    .default('log-bucket')
    .describe('Bucket; made at start if missing and allowed.'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('Region that is signed for.'),
  S3_FORCE_PATH_STYLE: flag(true).describe('`endpoint/bucket/key` instead of `bucket.endpoint/key`.'),
  LOCAL_STORAGE_DIR: z.string().min(1).default('.data/storage').describe('Folder of `LOCAL` storage.'),

  JWT_SECRET_KEY: z
    .string()
    .min(1)
    .default(DEFAULT_JWT_SECRET)
    .describe('Access and refresh keys are derived from it.'),
  JWT_PREVIOUS_SECRET_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Tokens made with this one are accepted too, while keys are rotated.'),
  JWT_ACCESS_TOKEN_EXPIRE_MINUTES: integer(1, 1_440, 30).describe('Life of an access token, minutes.'),
  JWT_REFRESH_TOKEN_EXPIRE_DAYS: integer(1, 365, 14).describe('Life of a refresh token, days.'),

  RATE_LIMIT_ENABLED: flag(true).describe('Switches every limit of requests, login included.'),
  RATE_LIMIT_PER_MINUTE: integer(1, 1_000_000, 60).describe(
    'Requests a minute, for a user, else for an address.',
  ),
  PREVIEW_RATE_LIMIT_PER_MINUTE: integer(1, 1_000_000, 20).describe('Previews a minute, for a user.'),
  PREVIEW_CONCURRENCY: integer(1, 32, 2).describe('Previews that one API process makes at a time.'),
  REQUEST_TIMEOUT_SECONDS: integer(1, 300, 30).describe(
    'A request that takes longer is answered 504, its work stopped.',
  ),
  MAX_EVENT_STREAMS: integer(1, 100_000, 2_000).describe(
    'Clients that may watch jobs at one API process at a time; more are told to come back.',
  ),
  MAX_EVENT_STREAMS_PER_USER: integer(1, 100_000, 100).describe(
    'How many of them may be of one user; more are answered 429.',
  ),

  MAX_UPLOAD_SIZE_MB: integer(1, 5_120, 100).describe('Largest file, MiB as sent (compressed if it is).'),
  UPLOAD_URL_EXPIRE_SECONDS: integer(60, 86_400, 900).describe('Life of an upload URL, seconds.'),
  MULTIPART_THRESHOLD_MB: integer(5, 5_120, 100).describe(
    'Larger files may be sent in parts without being asked for, MiB.',
  ),
  MULTIPART_PART_SIZE_MB: integer(5, 5_120, 16).describe('Size of a part, MiB.'),
  MULTIPART_EXPIRE_SECONDS: integer(900, 604_800, 86_400).describe(
    'How long an upload in parts waits for the next part after the last URL for one, seconds.',
  ),
  UPLOAD_GRACE_SECONDS: integer(0, 604_800, 3_600).describe(
    'A job still `CREATED` this long after its upload URL expired becomes `FAILED` (`UPLOAD_EXPIRED`), seconds.',
  ),
  MAX_OPEN_UPLOADS_PER_USER: integer(1, 1_000_000, 1_000).describe(
    'Jobs of one user that may be `CREATED` at once; `init` answers 429 beyond.',
  ),
  MAX_QUEUED_JOBS_PER_USER: integer(1, 10_000_000, 10_000).describe(
    'Jobs of one user that may be `QUEUED` at once; `complete` and `retry` answer 429 beyond.',
  ),
  MAX_QUEUE_AGE_SECONDS: integer(0, 604_800, 3_600).describe(
    '`init` answers 503 while the oldest waiting job waits for longer; 0 for no bound.',
  ),
  MIN_FREE_DISK_MB: integer(0, 104_857_600, 512).describe(
    '`init` answers 503 while a local disk for uploads or scratch has less room, MiB; 0 for no bound.',
  ),
  RETENTION_DAYS: integer(0, 36_500, 0).describe(
    'Finished jobs are removed with their files after so many days; 0 keeps them.',
  ),
  ORPHAN_SCAN: z
    .enum(['remove', 'report', 'off'])
    .default('remove')
    .describe(
      'Files that no job leads to: `remove`, `report` (log only) or `off`. A bucket belongs to one database.',
    ),
  ORPHAN_AGE_SECONDS: integer(60, 31_536_000, 86_400).describe(
    'Files younger than this are never taken for left behind, seconds.',
  ),
  ORPHAN_SCAN_INTERVAL_SECONDS: integer(1, 604_800, 3_600).describe(
    'Pause between two scans of the whole storage, seconds.',
  ),

  WORKER_PORT: integer(0, 65_535, 8001).describe('Port of the worker’s health; 0 takes any free one.'),
  WORKER_STUCK_SECONDS: integer(10, 3_600, 60).describe(
    'A worker with nothing to do that takes no work for this long, though some is waiting, is no longer alive, seconds.',
  ),
  WORKER_CONCURRENCY: integer(1, 64, 2).describe('Jobs that one worker processes at a time.'),
  SCRATCH_DIR: z.string().min(1).default('.data/scratch').describe('Folder for files being processed.'),
  MAX_RETRIES: integer(0, 20, 3).describe('How often a job is tried again after an error that may pass.'),
  RETRY_DELAY_SECONDS: integer(0, 3_600, 2).describe(
    'First pause before a retry; doubles each time, with jitter.',
  ),
  HEARTBEAT_SECONDS: integer(1, 60, 2).describe('How often a worker says that it still holds a job.'),
  LEASE_SECONDS: integer(2, 600, 8).describe(
    'A job without a heartbeat for this long is given to another worker.',
  ),
  SWEEP_INTERVAL_SECONDS: integer(1, 600, 2).describe('Pause between two rounds of repairs.'),

  MAX_DECOMPRESSED_SIZE_MB: integer(1, 102_400, 2_048).describe('Largest decompressed file, MiB.'),
  MAX_COMPRESSION_RATIO: integer(2, 100_000, 200).describe('A file that inflates more than this is refused.'),
  MAX_LINE_BYTES: integer(1_024, 16_777_216, 1_048_576).describe(
    'A longer line is rejected; the rest is read.',
  ),
  MAX_NESTING_DEPTH: integer(1, 5_000, 1_000).describe('JSON nested deeper is rejected; the rest is read.'),
  MAX_OUTPUT_MB: integer(1, 102_400, 4_096).describe('Largest result, records and rejects together, MiB.'),
  MAX_SCRATCH_MB: integer(1, 1_048_576, 10_240).describe(
    'Most that one job may lay down in `SCRATCH_DIR`, MiB.',
  ),
  PARSE_TIMEOUT_SECONDS: integer(1, 86_400, 900).describe('Longest time for parsing one file, seconds.'),
  PARSE_MEMORY_MB: integer(128, 16_384, 400).describe('Memory bound of the parser’s database engine, MiB.'),
  PARSE_HEAP_MB: integer(64, 16_384, 512).describe('Memory bound of the parser’s JavaScript heap, MiB.'),
  PARSE_TOTAL_MEMORY_MB: integer(64, 65_536, 1_536).describe(
    'A parser process that holds more memory is ended and its file refused, MiB.',
  ),

  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for `/metrics`. Without one it is open to everybody, in production to nobody.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'OpenTelemetry collector (OTLP over HTTP, JSON) that traces are sent to. Default none: no traces.',
    ),
  TRACE_SAMPLE_PERCENT: integer(1, 100, 100).describe('How many of the requests are traced, percent.'),

  QUERY_PROCESSES: integer(1, 64, 2).describe(
    'Queries that one API process answers at a time, each in a process of its own.',
  ),
  QUERY_THREADS: integer(1, 64, 2).describe('Threads of one query.'),
  QUERY_MEMORY_MB: integer(64, 16_384, 512).describe('Memory bound of one query’s database engine, MiB.'),
  MAX_SCAN_MB: integer(1, 1_048_576, 1_024).describe(
    'Results that one page of `GET /logs` may look through, MiB; beyond it asks to narrow the search.',
  ),
  CACHE_DIR: z
    .string()
    .min(1)
    .default('.data/cache')
    .describe('Folder for results fetched from S3; `LOCAL` storage is read in place.'),
  CACHE_MAX_MB: integer(1, 1_048_576, 2_048).describe(
    'Size that the cache is kept to, MiB; files in use stay.',
  ),
  DOWNLOAD_URL_EXPIRE_SECONDS: integer(10, 86_400, 300).describe('Life of a download link, seconds.'),

  WEBHOOK_ALLOW_PRIVATE_ADDRESSES: flag(false).describe(
    'Webhooks may be sent to private and loopback addresses, and by plain http.',
  ),
  WEBHOOK_TIMEOUT_SECONDS: integer(1, 60, 10).describe('Longest time for one attempt at a webhook, seconds.'),
  WEBHOOK_RETRY_SECONDS: pauses([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]).describe(
    'Pauses between the attempts at a webhook, seconds; after the last one it has failed.',
  ),
  WEBHOOK_RETENTION_DAYS: integer(1, 3_650, 7).describe(
    'Webhooks that were delivered or have failed are forgotten after so many days.',
  ),
  MAX_WEBHOOKS_PER_USER: integer(1, 1_000, 10).describe('Webhook endpoints of one user.'),
});

export type Environment = z.infer<typeof environmentSchema>;
