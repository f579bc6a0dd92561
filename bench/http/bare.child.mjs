// The floor: a bare Express handler that checks the same token with the same key, runs the same statements through `pg`,
// and answers the same bodies. No limit, no validation, no log, no deadline, no error document.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { deriveKey } from '../../dist/src/common/security/derived-key.js';
import { LocalUrlSigner } from '../../dist/src/common/storage/local-url-signer.js';
import { S3Driver } from '../../dist/src/common/storage/drivers/s3.driver.js';
import { loadConfig } from '../../dist/src/common/config/load-config.js';
import { createFailFastRedis } from '../../dist/src/common/queue/redis.js';

const config = loadConfig();
const silent = { warn() {}, info() {} };
const pool = new pg.Pool({ connectionString: config.database.url, max: config.database.poolSize });
const key = deriveKey(config.auth.secretKey, 'access-token');
const s3 = new S3Driver(config.storage.s3, [], silent);
const local = new LocalUrlSigner(deriveKey(config.auth.secretKey, 'storage-url'), config.http.publicUrl);
const redis = createFailFastRedis(config.redis.url, silent);
const queue = new Queue('file-processing', { connection: redis });
const EXPIRES_SECONDS = config.ingest.uploadUrlSeconds;

const JOB = `SELECT j.*, u.original_filename, u.file_size, u.log_format, u.timezone, u.on_error, u.max_rejects, u.labels
  FROM jobs j LEFT JOIN file_uploads u ON u.job_id = j.job_id`;

async function authenticate(request, response, next) {
  try {
    const token = (request.headers.authorization ?? '').slice('Bearer '.length);
    const claims = jwt.verify(token, key, {
      algorithms: ['HS256'],
      issuer: 'ingest-service',
      audience: 'ingest-service:access',
    });
    const { rows } = await pool.query(
      `SELECT username, email, roles FROM living_sessions WHERE session_id = $1 AND user_id = $2`,
      [claims.sid, claims.sub],
    );
    if (rows.length === 0) response.sendStatus(401);
    else {
      request.userId = claims.sub;
      next();
    }
  } catch {
    response.sendStatus(401);
  }
}

function toJob(row) {
  return {
    job_id: row.job_id,
    job_type: row.job_type,
    source: row.source,
    status: row.status,
    progress: row.progress,
    retry_count: row.retry_count,
    attempt: row.attempt,
    owner_id: row.owner_id,
    created_at: row.created_at,
    queued_at: row.queued_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
    updated_at: row.updated_at,
    error_code: row.error_code,
    error_message: row.error_message,
    file: {
      filename: row.original_filename,
      size: Number(row.file_size),
      log_format: row.log_format,
      timezone: row.timezone,
      on_error: row.on_error,
      max_rejects: row.max_rejects,
      labels: row.labels,
    },
    statistics: row.statistics,
  };
}

async function insertJob(userId, filename, size, storageType, jobId, objectKey, now, expiresAt) {
  await pool.query(
    `WITH job AS (
       INSERT INTO jobs (job_id, owner_id, job_type, source, status, created_at, updated_at)
       SELECT $1, $2, 'FILE_UPLOAD', 'api', 'CREATED', $3, $3
       WHERE (SELECT count(*) FROM (
         SELECT 1 FROM jobs WHERE owner_id = $2 AND status = 'CREATED' LIMIT $8
       ) AS counted) < $8
       RETURNING job_id
     )
     INSERT INTO file_uploads (job_id, storage_type, object_key, original_filename, file_size, log_format, timezone,
                               on_error, labels, expires_at, created_at)
     SELECT $1, $4, $5, $6, $7, 'auto', 'UTC', 'continue', '{}', $9, $3 FROM job`,
    [
      ...[jobId, userId, now, storageType, objectKey, filename, size],
      ...[config.ingest.maxOpenUploadsPerUser, expiresAt],
    ],
  );
}

const init = (storageType) => async (request, response) => {
  const { filename, size } = request.body;
  const jobId = uuidv7();
  const objectKey = `raw-logs/${jobId}.log`;
  const now = new Date();
  const expiresAt = new Date(now.getTime() + EXPIRES_SECONDS * 1000);
  const url =
    storageType === 'S3'
      ? await s3.issueUpload(objectKey, size, EXPIRES_SECONDS)
      : local.sign({ method: 'PUT', key: objectKey, bytes: size, expires: Math.floor(expiresAt / 1000) });
  await insertJob(request.userId, filename, size, storageType, jobId, objectKey, now, expiresAt);
  response
    .status(201)
    .json({ job_id: jobId, presigned_url: url, expires_in: EXPIRES_SECONDS, expires_at: expiresAt });
};

const complete = (sends) => async (request, response) => {
  const jobId = request.body.job_id;
  const { rows } = await pool.query(`${JOB_UPLOAD} WHERE j.job_id = $1 AND j.owner_id = $2`, [
    jobId,
    request.userId,
  ]);
  const seen = await stat(join(config.storage.localDir, rows[0].object_key), { bigint: true });
  if (rows[0].status !== 'CREATED' || Number(seen.size) !== Number(rows[0].file_size)) {
    response.sendStatus(409);
    return;
  }
  const moved = await pool.query(QUEUE_CREATED, [
    jobId,
    `${seen.ino}-${seen.size}-${seen.mtimeNs}`,
    config.ingest.maxQueuedJobsPerUser,
  ]);
  if (moved.rowCount !== 1) {
    response.sendStatus(409);
    return;
  }
  if (sends) {
    await queue.add(
      'process',
      { job_id: jobId, attempt: 0 },
      { jobId: `${jobId}-r0`, removeOnComplete: true, removeOnFail: true, attempts: 1 },
    );
  }
  response.json({ message: 'Job queued successfully', job_id: jobId, status: 'QUEUED' });
};
const JOB_UPLOAD = `SELECT j.status, u.object_key, u.file_size FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id`;
const QUEUE_CREATED = `WITH moved AS (
    UPDATE jobs SET status = 'QUEUED', queued_at = now(), available_at = now(), updated_at = now()
    WHERE job_id = $1 AND status = 'CREATED' AND (SELECT count(*) FROM (
      SELECT 1 FROM jobs mine WHERE mine.owner_id = jobs.owner_id AND mine.status = 'QUEUED' LIMIT $3
    ) AS counted) < $3
    RETURNING job_id
  ), pinned AS (
    UPDATE file_uploads SET etag = $2 FROM moved WHERE file_uploads.job_id = moved.job_id
  ) SELECT job_id FROM moved`;

const app = express();
app.get('/ready', (_request, response) => response.sendStatus(200));
app.get('/jobs/:job_id', authenticate, async (request, response) => {
  const { rows } = await pool.query(`${JOB} WHERE j.job_id = $1 AND j.owner_id = $2`, [
    request.params.job_id,
    request.userId,
  ]);
  if (rows.length === 0) response.sendStatus(404);
  else response.json(toJob(rows[0]));
});
app.get('/jobs', authenticate, async (request, response) => {
  const limit = Number(request.query.limit);
  const { rows } = await pool.query(
    `${JOB} WHERE j.owner_id = $1 ORDER BY j.created_at DESC, j.job_id DESC LIMIT $2`,
    [request.userId, limit + 1],
  );
  response.json(rows.slice(0, limit).map(toJob));
});
app.post('/ingest/files/init', authenticate, express.json(), init('S3'));
app.post('/local/ingest/files/init', authenticate, express.json(), init('LOCAL'));
app.post('/ingest/files/complete', authenticate, express.json(), complete(false));
app.post('/sending/ingest/files/complete', authenticate, express.json(), complete(true));
app.listen(config.http.port, config.http.host);
