import { describe, expect, it } from '@jest/globals';
import { InvalidConfigurationError, loadConfig } from './load-config.js';

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    loadConfig(source);
  } catch (error) {
    if (error instanceof InvalidConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

const SAFE_PRODUCTION = {
  ENVIRONMENT: 'production',
  JWT_SECRET_KEY: 'k'.repeat(32),
  CORS_ORIGINS: 'https://app.example.com',
  S3_ACCESS_KEY: 'access',
  S3_SECRET_KEY: 'secret',
};

describe('loadConfig', () => {
  it('has the documented defaults', () => {
    const config = loadConfig({});
    expect(config.database.url).toBe('postgresql://postgres:postgres@localhost:5432/logs');
    expect(config.redis.url).toBe('redis://localhost:6379');
    expect(config.storage).toMatchObject({
      type: 'S3',
      s3: { endpoint: 'http://localhost:9000', bucket: 'log-bucket' },
    });
    expect(config.auth).toMatchObject({
      secretKey: 'your-secret-key-change-in-production',
      accessTokenSeconds: 1_800,
    });
    expect(config.rateLimit).toEqual({ enabled: true, perMinute: 60 });
    expect(config.http).toMatchObject({ port: 8000, requestTimeoutMs: 30_000, corsOrigins: ['*'] });
    expect(config.ingest.maxUploadBytes).toBe(104_857_600);
    expect(config).toMatchObject({ environment: 'development', debug: false });
  });

  it('cannot be changed afterwards', () => {
    const config = loadConfig({});
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.storage.s3, { bucket: 'x' })).toThrow(TypeError);
  });

  it('takes an empty value for none', () => {
    expect(loadConfig({ PORT: '', S3_PUBLIC_ENDPOINT: '' }).http.port).toBe(8000);
  });

  it('reports every fault at once', () => {
    const faults = faultsOf({
      PORT: 'x',
      DATABASE_URL: 'mysql://a',
      RATE_LIMIT_ENABLED: 'yes',
      JWT_ACCESS_TOKEN_EXPIRE_MINUTES: '0',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining([
        'PORT',
        'DATABASE_URL',
        'RATE_LIMIT_ENABLED',
        'JWT_ACCESS_TOKEN_EXPIRE_MINUTES',
      ]),
    );
  });

  it('refuses a lease that a healthy worker would lose', () => {
    expect(faultsOf({ HEARTBEAT_SECONDS: '5', LEASE_SECONDS: '8' })).toEqual([
      expect.stringMatching(/^LEASE_SECONDS/),
    ]);
  });

  it('starts in production with safe settings', () => {
    expect(faultsOf(SAFE_PRODUCTION)).toEqual([]);
  });

  it.each([
    ['JWT_SECRET_KEY', { JWT_SECRET_KEY: 'your-secret-key-change-in-production' }],
    ['JWT_SECRET_KEY', { JWT_SECRET_KEY: '' }],
    ['JWT_SECRET_KEY', { JWT_SECRET_KEY: 'short' }],
    ['JWT_PREVIOUS_SECRET_KEY', { JWT_PREVIOUS_SECRET_KEY: 'short' }],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.example, *' }],
    ['CORS_ORIGINS', { CORS_ORIGINS: '' }],
    ['S3_ACCESS_KEY', { S3_ACCESS_KEY: 'minioadmin' }],
    ['S3_SECRET_KEY', { S3_SECRET_KEY: '' }],
    ['DEBUG', { DEBUG: 'true' }],
  ])('refuses in production: %s of %j', (name, change) => {
    expect(faultsOf({ ...SAFE_PRODUCTION, ...change })).toEqual([
      expect.stringMatching(new RegExp(`^${name}:`)),
    ]);
  });

  it('does not look at the S3 keys with LOCAL storage', () => {
    expect(
      faultsOf({ ...SAFE_PRODUCTION, STORAGE_TYPE: 'LOCAL', S3_ACCESS_KEY: '', S3_SECRET_KEY: '' }),
    ).toEqual([]);
  });

  it('reports unsafe settings beside unreadable ones', () => {
    const faults = faultsOf({ ...SAFE_PRODUCTION, DEBUG: 'true', PORT: 'x' });
    expect(faults).toHaveLength(2);
  });
});
