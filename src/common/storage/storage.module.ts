import {
  Global,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { InjectLogger, LOGGER } from '../logging/logging.module.js';
import { deriveKey } from '../security/derived-key.js';
import { LocalDriver } from './drivers/local.driver.js';
import { S3Driver } from './drivers/s3.driver.js';
import { LocalUrlSigner } from './local-url-signer.js';
import { Storage } from './storage.js';
import { ValidatedStorage } from './validated-storage.js';

/** Both drivers are cheap to make; only the one that is configured is used. */
@Injectable()
class StorageLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly storage: Storage,
    private readonly s3: S3Driver,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** A start does not depend on storage; readiness tells, and `init` or `complete` answer 503 meanwhile. */
  async onApplicationBootstrap(): Promise<void> {
    await this.storage.prepare().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'storage could not be prepared');
    });
  }

  onApplicationShutdown(): void {
    this.s3.close();
  }
}

@Global()
@Module({
  providers: [
    {
      provide: LocalUrlSigner,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new LocalUrlSigner(deriveKey(config.auth.secretKey, 'storage-url'), config.http.publicUrl),
    },
    {
      provide: LocalDriver,
      inject: [AppConfig, LocalUrlSigner],
      useFactory: (config: AppConfig, urls: LocalUrlSigner) => new LocalDriver(config.storage.localDir, urls),
    },
    {
      provide: S3Driver,
      inject: [AppConfig, LOGGER],
      useFactory: (config: AppConfig, logger: Logger) =>
        new S3Driver(config.storage.s3, config.http.corsOrigins, logger),
    },
    {
      provide: Storage,
      inject: [AppConfig, LocalDriver, S3Driver],
      useFactory: (config: AppConfig, local: LocalDriver, s3: S3Driver) =>
        new ValidatedStorage(config.storage.type === 'S3' ? s3 : local),
    },
    StorageLifecycle,
  ],
  exports: [Storage, LocalDriver, LocalUrlSigner],
})
export class StorageModule {}
