import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { loadConfig } from '../../src/common/config/load-config.js';
import { ConfigModule } from '../../src/common/config/config.module.js';
import { ProblemFilter } from '../../src/common/http/problem.filter.js';
import { LoggingModule } from '../../src/common/logging/logging.module.js';
import { S3Driver } from '../../src/common/storage/drivers/s3.driver.js';
import { LocalObjectsModule } from '../../src/common/storage/local-objects.module.js';
import { Storage } from '../../src/common/storage/storage.js';
import { StorageModule } from '../../src/common/storage/storage.module.js';
import { ValidatedStorage } from '../../src/common/storage/validated-storage.js';
import { freePort } from '../support/ports.js';

/** A driver under test, and how to end it. */
export interface DriverUnderTest {
  readonly storage: Storage;
  stop(): Promise<void>;
}

const logger = pino({ level: 'silent' });

/** `LOCAL` storage with the part of the API that takes and gives its objects. */
export async function startLocalDriver(): Promise<DriverUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-contract-'));
  const port = await freePort();
  const config = loadConfig({
    STORAGE_TYPE: 'LOCAL',
    LOCAL_STORAGE_DIR: directory,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), LoggingModule.forRoot(logger), StorageModule, LocalObjectsModule],
    providers: [ProblemFilter],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  app.useGlobalFilters(app.get(ProblemFilter));
  await app.listen(port, '127.0.0.1');
  return {
    storage: app.get(Storage),
    stop: async () => {
      await app.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Where a real S3 is given for tests. */
export const REAL_S3 =
  process.env['TEST_S3_ENDPOINT'] === undefined
    ? undefined
    : {
        S3_ENDPOINT: process.env['TEST_S3_ENDPOINT'],
        S3_ACCESS_KEY: process.env['TEST_S3_ACCESS_KEY'] ?? '',
        S3_SECRET_KEY: process.env['TEST_S3_SECRET_KEY'] ?? '',
      };

/** `S3` storage in a bucket that does not exist yet; undefined where no real S3 is given. */
export const startRealS3 = REAL_S3 === undefined ? undefined : () => Promise.resolve(s3Driver(REAL_S3));

function s3Driver(settings: Readonly<Record<string, string>>): DriverUnderTest {
  const config = loadConfig({ ...settings, S3_BUCKET: `contract-${randomUUID()}` });
  const storage = new ValidatedStorage(new S3Driver(config.storage.s3, ['*'], logger));
  return {
    storage,
    stop: () => {
      storage.close();
      return Promise.resolve();
    },
  };
}
