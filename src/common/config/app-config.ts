import { resolve } from 'node:path';
import type { Environment } from './environment.schema.js';

/** Kinds of storage, as `STORAGE_TYPE` and `FileUpload.storage_type` spell them. */
export type StorageType = Environment['STORAGE_TYPE'];

export interface S3Config {
  readonly endpoint: string;
  /** What clients are given; the host is part of a presigned URL's signature. */
  readonly publicEndpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

/**
 * The configuration of both processes: typed, validated, frozen. Injected by class; sizes are in bytes and durations in
 * milliseconds unless the name says otherwise.
 */
export class AppConfig {
  readonly environment: Environment['ENVIRONMENT'];
  readonly production: boolean;
  readonly debug: boolean;
  readonly logLevel: Environment['LOG_LEVEL'];

  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    readonly trustedProxies: number;
    readonly corsOrigins: readonly string[];
    readonly requestTimeoutMs: number;
    readonly maxEventStreams: number;
    readonly maxEventStreamsPerUser: number;
  };

  readonly lifecycle: {
    readonly startTimeoutMs: number;
    readonly drainMs: number;
    readonly shutdownTimeoutMs: number;
  };

  readonly database: { readonly url: string; readonly poolSize: number; readonly statementTimeoutMs: number };
  readonly redis: { readonly url: string };
  readonly storage: { readonly type: StorageType; readonly s3: S3Config; readonly localDir: string };

  readonly auth: {
    readonly secretKey: string;
    readonly previousSecretKey: string | undefined;
    readonly accessTokenSeconds: number;
    readonly refreshTokenSeconds: number;
  };

  readonly rateLimit: { readonly enabled: boolean; readonly perMinute: number };

  readonly ingest: {
    readonly maxUploadBytes: number;
    readonly uploadUrlSeconds: number;
    readonly uploadGraceMs: number;
    readonly multipartThresholdBytes: number;
    readonly partBytes: number;
    readonly multipartSeconds: number;
    readonly previewsPerMinute: number;
    readonly previewConcurrency: number;
    readonly maxOpenUploadsPerUser: number;
    readonly maxQueuedJobsPerUser: number;
    /** 0 for no bound. */
    readonly maxQueueAgeMs: number;
    /** 0 for no bound. */
    readonly minFreeDiskBytes: number;
  };

  readonly housekeeping: {
    /** 0 keeps everything. */
    readonly retentionDays: number;
    readonly orphanScan: Environment['ORPHAN_SCAN'];
    readonly orphanAgeMs: number;
    readonly orphanScanIntervalMs: number;
  };

  readonly worker: {
    readonly port: number;
    readonly stuckAfterMs: number;
    readonly concurrency: number;
    readonly scratchDir: string;
    readonly maxRetries: number;
    readonly retryDelayMs: number;
    readonly heartbeatMs: number;
    readonly leaseMs: number;
    readonly sweepIntervalMs: number;
  };

  readonly parsing: {
    readonly maxDecompressedBytes: number;
    readonly maxCompressionRatio: number;
    readonly maxLineBytes: number;
    readonly maxNestingDepth: number;
    readonly maxOutputBytes: number;
    readonly maxScratchBytes: number;
    readonly timeoutMs: number;
    readonly memoryMb: number;
    readonly heapMb: number;
    readonly maxMemoryBytes: number;
  };

  readonly metrics: { readonly token: string | undefined };
  readonly tracing: { readonly endpoint: string | undefined; readonly sampleRatio: number };
  readonly answers: {
    readonly queryProcesses: number;
    readonly queryThreads: number;
    readonly queryMemoryMb: number;
    readonly maxScanBytes: number;
    readonly cacheDir: string;
    readonly cacheMaxBytes: number;
    readonly downloadUrlSeconds: number;
  };

  readonly webhooks: {
    readonly allowPrivateAddresses: boolean;
    readonly timeoutMs: number;
    /** The pause after each attempt that fails; one more than these is the last. */
    readonly retrySeconds: readonly number[];
    readonly retentionDays: number;
    readonly maxEndpointsPerUser: number;
  };

  constructor(env: Environment) {
    const mebibyte = 1_048_576;
    this.environment = env.ENVIRONMENT;
    this.production = env.ENVIRONMENT === 'production';
    this.debug = env.DEBUG;
    this.logLevel = env.DEBUG && env.LOG_LEVEL === 'info' ? 'debug' : env.LOG_LEVEL;
    this.http = {
      host: env.HOST,
      port: env.PORT,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
      trustedProxies: env.TRUSTED_PROXIES,
      corsOrigins: env.CORS_ORIGINS,
      requestTimeoutMs: env.REQUEST_TIMEOUT_SECONDS * 1000,
      maxEventStreams: env.MAX_EVENT_STREAMS,
      maxEventStreamsPerUser: env.MAX_EVENT_STREAMS_PER_USER,
    };
    this.lifecycle = {
      startTimeoutMs: env.START_TIMEOUT_SECONDS * 1000,
      drainMs: (env.SHUTDOWN_DRAIN_SECONDS ?? (this.production ? 5 : 0)) * 1000,
      shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_SECONDS * 1000,
    };
    this.database = {
      url: env.DATABASE_URL,
      poolSize: env.DATABASE_POOL_SIZE,
      statementTimeoutMs: env.REQUEST_TIMEOUT_SECONDS * 1000,
    };
    this.redis = { url: env.REDIS_URL };
    this.storage = {
      type: env.STORAGE_TYPE,
      localDir: resolve(env.LOCAL_STORAGE_DIR),
      s3: {
        endpoint: env.S3_ENDPOINT,
        publicEndpoint: env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT,
        accessKey: env.S3_ACCESS_KEY,
        secretKey: env.S3_SECRET_KEY,
        bucket: env.S3_BUCKET,
        region: env.S3_REGION,
        forcePathStyle: env.S3_FORCE_PATH_STYLE,
      },
    };
    this.auth = {
      secretKey: env.JWT_SECRET_KEY,
      previousSecretKey: env.JWT_PREVIOUS_SECRET_KEY,
      accessTokenSeconds: env.JWT_ACCESS_TOKEN_EXPIRE_MINUTES * 60,
      refreshTokenSeconds: env.JWT_REFRESH_TOKEN_EXPIRE_DAYS * 86_400,
    };
    this.rateLimit = { enabled: env.RATE_LIMIT_ENABLED, perMinute: env.RATE_LIMIT_PER_MINUTE };
    this.ingest = {
      maxUploadBytes: env.MAX_UPLOAD_SIZE_MB * mebibyte,
      uploadUrlSeconds: env.UPLOAD_URL_EXPIRE_SECONDS,
      uploadGraceMs: env.UPLOAD_GRACE_SECONDS * 1000,
      multipartThresholdBytes: env.MULTIPART_THRESHOLD_MB * mebibyte,
      partBytes: env.MULTIPART_PART_SIZE_MB * mebibyte,
      multipartSeconds: env.MULTIPART_EXPIRE_SECONDS,
      previewsPerMinute: env.PREVIEW_RATE_LIMIT_PER_MINUTE,
      previewConcurrency: env.PREVIEW_CONCURRENCY,
      maxOpenUploadsPerUser: env.MAX_OPEN_UPLOADS_PER_USER,
      maxQueuedJobsPerUser: env.MAX_QUEUED_JOBS_PER_USER,
      maxQueueAgeMs: env.MAX_QUEUE_AGE_SECONDS * 1000,
      minFreeDiskBytes: env.MIN_FREE_DISK_MB * mebibyte,
    };
    this.housekeeping = {
      retentionDays: env.RETENTION_DAYS,
      orphanScan: env.ORPHAN_SCAN,
      orphanAgeMs: env.ORPHAN_AGE_SECONDS * 1000,
      orphanScanIntervalMs: env.ORPHAN_SCAN_INTERVAL_SECONDS * 1000,
    };
    this.worker = {
      port: env.WORKER_PORT,
      stuckAfterMs: env.WORKER_STUCK_SECONDS * 1000,
      concurrency: env.WORKER_CONCURRENCY,
      scratchDir: resolve(env.SCRATCH_DIR),
      maxRetries: env.MAX_RETRIES,
      retryDelayMs: env.RETRY_DELAY_SECONDS * 1000,
      heartbeatMs: env.HEARTBEAT_SECONDS * 1000,
      leaseMs: env.LEASE_SECONDS * 1000,
      sweepIntervalMs: env.SWEEP_INTERVAL_SECONDS * 1000,
    };
    this.parsing = {
      maxDecompressedBytes: env.MAX_DECOMPRESSED_SIZE_MB * mebibyte,
      maxCompressionRatio: env.MAX_COMPRESSION_RATIO,
      maxLineBytes: env.MAX_LINE_BYTES,
      maxNestingDepth: env.MAX_NESTING_DEPTH,
      maxOutputBytes: env.MAX_OUTPUT_MB * mebibyte,
      maxScratchBytes: env.MAX_SCRATCH_MB * mebibyte,
      timeoutMs: env.PARSE_TIMEOUT_SECONDS * 1000,
      memoryMb: env.PARSE_MEMORY_MB,
      heapMb: env.PARSE_HEAP_MB,
      maxMemoryBytes: env.PARSE_TOTAL_MEMORY_MB * mebibyte,
    };
    this.metrics = { token: env.METRICS_TOKEN };
    this.tracing = {
      endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      sampleRatio: env.TRACE_SAMPLE_PERCENT / 100,
    };
    this.answers = {
      queryProcesses: env.QUERY_PROCESSES,
      queryThreads: env.QUERY_THREADS,
      queryMemoryMb: env.QUERY_MEMORY_MB,
      maxScanBytes: env.MAX_SCAN_MB * mebibyte,
      cacheDir: resolve(env.CACHE_DIR),
      cacheMaxBytes: env.CACHE_MAX_MB * mebibyte,
      downloadUrlSeconds: env.DOWNLOAD_URL_EXPIRE_SECONDS,
    };
    this.webhooks = {
      allowPrivateAddresses: env.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
      timeoutMs: env.WEBHOOK_TIMEOUT_SECONDS * 1000,
      retrySeconds: env.WEBHOOK_RETRY_SECONDS,
      retentionDays: env.WEBHOOK_RETENTION_DAYS,
      maxEndpointsPerUser: env.MAX_WEBHOOKS_PER_USER,
    };
    for (const part of Object.values(this)) Object.freeze(part);
    Object.freeze(this.storage.s3);
    Object.freeze(this);
  }
}
