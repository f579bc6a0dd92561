import { Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { Storage } from '../common/storage/storage.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AnalysisController } from './analysis.controller.js';
import { AnalysisService } from './analysis.service.js';
import { FilesService } from './files.service.js';
import { Queries } from './queries.js';
import { QueryPool } from './query/query-pool.js';
import { QueryProcess } from './query/query-process.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { RejectsService } from './rejects.service.js';
import { CachedResultFiles } from './result-files/cached-result-files.js';
import { InPlaceResultFiles } from './result-files/in-place-result-files.js';
import { ResultFiles } from './result-files/result-files.js';
import { ResultsController } from './results.controller.js';
import { SearchService } from './search.service.js';
import { SearchTexts } from './search-texts.js';

@Injectable()
class LogsLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly files: ResultFiles,
    private readonly pool: QueryPool,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** The rest of the API works without a cache, so that a disk that is full or read-only does not keep it from starting. */
  async onApplicationBootstrap(): Promise<void> {
    await this.files.prepare().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the cache of results could not be prepared');
    });
  }

  onApplicationShutdown(): void {
    this.pool.close();
  }
}

function resultFiles({ answers, storage: { type, localDir } }: AppConfig, storage: Storage): ResultFiles {
  if (type === 'LOCAL') return new InPlaceResultFiles(storage, localDir);
  return new CachedResultFiles(storage, answers.cacheDir, answers.cacheMaxBytes);
}

function queryPool({ answers }: AppConfig, { directory }: ResultFiles): QueryPool {
  const { queryProcesses, queryMemoryMb: memoryMb, queryThreads: threads } = answers;
  const settings = { directory, memoryMb, threads };
  return new QueryPool(Array.from({ length: queryProcesses }, () => new QueryProcess(settings)));
}

/** Looks into the results of jobs. */
@Module({
  imports: [JobsModule],
  controllers: [RecordsController, AnalysisController, ResultsController],
  providers: [
    RecordsService,
    SearchService,
    SearchTexts,
    AnalysisService,
    RejectsService,
    FilesService,
    Queries,
    { provide: ResultFiles, inject: [AppConfig, Storage], useFactory: resultFiles },
    { provide: QueryPool, inject: [AppConfig, ResultFiles], useFactory: queryPool },
    LogsLifecycle,
  ],
})
export class LogsModule {}
