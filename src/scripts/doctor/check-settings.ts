import type { AppConfig } from '../../common/config/app-config.js';
import { DEFAULT_JWT_SECRET, DEFAULT_S3_KEY } from '../../common/config/environment.schema.js';
import { type Finding, ok, warn } from './finding.js';

const SHORT_SECRET = 32;

/** What may do in development and must not go further; production refuses to start with most of it. */
export function checkSettings(config: AppConfig): Finding[] {
  return [
    checkSecret(config),
    ...(config.storage.type === 'S3' ? [checkS3Keys(config)] : []),
    checkOrigins(config),
    checkMetricsToken(config),
    checkPublicUrl(config),
  ];
}

function checkSecret({ auth: { secretKey } }: AppConfig): Finding {
  if (secretKey === DEFAULT_JWT_SECRET)
    return warn('secret', 'JWT_SECRET_KEY is the default; set one of at least 32 random characters.');
  if (secretKey.length < SHORT_SECRET)
    return warn(
      'secret',
      `JWT_SECRET_KEY has ${secretKey.length} characters; take at least ${SHORT_SECRET}.`,
    );
  return ok('secret', 'JWT_SECRET_KEY is long enough.');
}

function checkS3Keys({ storage: { s3 } }: AppConfig): Finding {
  return s3.accessKey === DEFAULT_S3_KEY || s3.secretKey === DEFAULT_S3_KEY
    ? warn('s3 keys', 'S3_ACCESS_KEY or S3_SECRET_KEY is the default; make a key for this service alone.')
    : ok('s3 keys', 'The keys of the storage are not the defaults.');
}

function checkOrigins({ http: { corsOrigins } }: AppConfig): Finding {
  return corsOrigins.includes('*')
    ? warn('origins', 'CORS_ORIGINS is `*`; name the origins that browsers shall call from.')
    : ok('origins', `Browsers may call from ${corsOrigins.join(', ')}.`);
}

function checkMetricsToken({ metrics, production }: AppConfig): Finding {
  if (metrics.token !== undefined) return ok('metrics', 'METRICS_TOKEN is set.');
  const now = production ? '`/metrics` is closed to everybody' : '`/metrics` is open to everybody';
  return warn('metrics', `METRICS_TOKEN is not set: ${now}.`);
}

function checkPublicUrl({ http: { publicUrl }, production }: AppConfig): Finding {
  return production && !publicUrl.startsWith('https:')
    ? warn('public url', `PUBLIC_URL is ${publicUrl}; passwords and tokens should travel by https alone.`)
    : ok('public url', `Clients reach the API at ${publicUrl}.`);
}
