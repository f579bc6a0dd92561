import {
  Global,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { InjectLogger, LOGGER } from '../logging/inject-logger.js';
import { withinTime } from '../within-time.js';
import { deriveKey } from '../security/derived-key.js';
import { LocalDriver } from './drivers/local.driver.js';
import { S3Driver } from './drivers/s3.driver.js';
import { LocalUrlSigner } from './local-url-signer.js';
import { Storage } from './storage.js';
import { ValidatedStorage } from './validated-storage.js';

/** Pause between two attempts to prepare a storage that was away at the start. */
const PREPARE_AGAIN_MS = 5_000;
const FIRST_ATTEMPT_MS = 5_000;

@Injectable()
class StorageLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private preparing = false;
  private failed = false;

  constructor(
    private readonly storage: Storage,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * A start does not depend on storage; readiness tells, and `init` or `complete` answer 503 meanwhile. It is prepared
   * when it comes.
   */
  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.prepare(), PREPARE_AGAIN_MS);
    // One that stalls must not hold up the start.
    await withinTime(this.prepare(), FIRST_ATTEMPT_MS).catch(() => undefined);
  }

  private async prepare(): Promise<void> {
    if (this.preparing) return;
    this.preparing = true;
    try {
      await this.storage.prepare();
      clearInterval(this.timer);
      if (this.failed) this.logger.info('storage is prepared');
    } catch (error) {
      if (!this.failed) this.logger.warn({ err: error }, 'storage could not be prepared; trying on');
      this.failed = true;
    } finally {
      this.preparing = false;
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.storage.close();
    this.logger.debug('storage is closed');
  }
}

@Global()
@Module({
  providers: [
    {
      provide: LocalUrlSigner,
      inject: [AppConfig],
      useFactory: ({ auth, http }: AppConfig) =>
        new LocalUrlSigner(
          deriveKey(auth.secretKey, 'storage-url'),
          http.publicUrl,
          auth.previousSecretKey === undefined ? undefined : deriveKey(auth.previousSecretKey, 'storage-url'),
        ),
    },
    {
      provide: LocalDriver,
      inject: [AppConfig, LocalUrlSigner],
      useFactory: (config: AppConfig, urls: LocalUrlSigner) => new LocalDriver(config.storage.localDir, urls),
    },
    {
      provide: Storage,
      inject: [AppConfig, LocalDriver, LOGGER],
      useFactory: ({ storage, http }: AppConfig, local: LocalDriver, logger: Logger) =>
        new ValidatedStorage(
          storage.type === 'S3' ? new S3Driver(storage.s3, http.corsOrigins, logger) : local,
        ),
    },
    StorageLifecycle,
  ],
  exports: [Storage, LocalDriver, LocalUrlSigner],
})
export class StorageModule {}
