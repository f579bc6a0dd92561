import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { Storage } from '../common/storage/storage.js';
import { urlEnd } from '../common/storage/url-end.js';
import { JobResultsService } from '../jobs/job-results.service.js';
import type { DownloadDto, FilesDto } from './dto/files.dto.js';

/** Links to the files of a job. */
@Injectable()
export class FilesService {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly storage: Storage,
    private readonly config: AppConfig,
  ) {}

  /** @throws JobNotFoundError; UnavailableError when storage cannot be asked */
  async links(jobId: string, principal: Principal): Promise<FilesDto> {
    const { filename, rawKey, parquetKey, rejectsKey } = await this.jobs.get(jobId, principal);
    const [raw, parquet, rejects] = await Promise.all([
      this.link(rawKey, filename),
      this.link(parquetKey, `${filename}.parquet`),
      this.link(rejectsKey, `${filename}.rejects.ndjson`),
    ]);
    return { raw, parquet, rejects };
  }

  private async link(key: string | null, filename: string): Promise<DownloadDto | null> {
    if (key === null) return null;
    const object = await this.storage.stat(key, currentRequest()?.signal);
    if (object === null) return null;
    const seconds = this.config.answers.downloadUrlSeconds;
    const expiresAt = urlEnd(seconds);
    const url = await this.storage.issueDownload(key, filename, seconds);
    return { url, expires_at: expiresAt.toISOString(), bytes: object.bytes };
  }
}
