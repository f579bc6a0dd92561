import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import type { AppConfig } from '../config/app-config.js';

const SECRET_KEYS = [
  'password',
  'current_password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'presigned_url',
  'secret',
];

/** Each key at the top of a log object and one level down; deeper structures are not logged by this service. */
const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);

/**
 * The logger of one process: JSON lines, timestamps in RFC 3339, secrets redacted.
 *
 * @param service - `ingest-api` or `ingest-worker`, on every line
 * @param context - fields to add to each line at the time of writing (the request id)
 */
export function createLogger(
  config: AppConfig,
  service: string,
  context: () => object = () => ({}),
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorWithoutInput },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    mixin: context,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** TypeORM hangs the statement and its parameters on its errors, and those may be what a client sent. */
const CARRIES_INPUT = new Set(['parameters', 'query', 'driverError', 'detail', 'where']);

function errorWithoutInput(error: Error): object {
  const serialized = Object.entries(stdSerializers.err(error));
  return Object.fromEntries(serialized.filter(([name]) => !CARRIES_INPUT.has(name)));
}
