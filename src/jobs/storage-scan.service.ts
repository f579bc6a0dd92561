import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { RepairLog } from '../common/logging/repair-log.js';
import { type ListedObject, Storage } from '../common/storage/storage.js';
import {
  type KnownKey,
  type ResultColumn,
  type ResultRow,
  type ScanPosition,
  StorageScanRepository,
} from './storage-scan.repository.js';

/** Objects of one page; one page of each prefix is a round. */
const PAGE = 500;

/** Where objects lie, and the column that leads to them, where one does. */
const SCANNED: readonly { readonly prefix: string; readonly column: ResultColumn | null }[] = [
  { prefix: 'raw-logs/', column: null },
  { prefix: 'parsed/', column: 'parquet_key' },
  { prefix: 'rejects/', column: 'rejects_key' },
];

/** Names the position of this scan; no key begins so. */
const PARTS = '.multipart/';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const RAW_FILE = new RegExp(`^raw-logs/(?<jobId>${UUID})\\.[a-z]+$`);
const RESULT = new RegExp(
  `^(?:parsed|rejects)/.*job_id=(?<jobId>${UUID})/attempt-(?<attempt>\\d{1,9})\\.[a-z]+$`,
);

/**
 * Compares storage and rows both ways, page by page: objects that no job leads to are removed or reported, and rows whose
 * results are gone say so. Young objects are left alone, and so is everything whose name this service does not make.
 */
@Injectable()
export class StorageScanService {
  constructor(
    private readonly repository: StorageScanRepository,
    private readonly storage: Storage,
    private readonly config: AppConfig,
    private readonly repairs: RepairLog,
  ) {}

  /** One page of each prefix whose turn it is. */
  async scanPages(signal: AbortSignal): Promise<void> {
    const { orphanScan, orphanScanIntervalMs } = this.config.housekeeping;
    if (orphanScan === 'off') return;
    for (const { prefix, column } of SCANNED) {
      const position = await this.repository.position(prefix);
      if (!position.due) continue;
      const page = await this.storage.list(prefix, position.after, PAGE, signal);
      const last = page.length < PAGE ? null : (page.at(-1)?.key ?? null);
      await this.judgeObjects(page, signal);
      if (column !== null) await this.judgeRows(column, { prefix, position, last }, page, signal);
      await this.repository.moveTo(prefix, last, orphanScanIntervalMs);
    }
    await this.scanParts(signal);
  }

  /** Uploads in parts that no job waits for; they have no object, and are listed apart. */
  private async scanParts(signal: AbortSignal): Promise<void> {
    const { orphanAgeMs, orphanScan, orphanScanIntervalMs } = this.config.housekeeping;
    const position = await this.repository.position(PARTS);
    if (!position.due) return;
    const { items, next } = await this.storage.multipart.listOpen(position.after, PAGE, signal);
    const youngest = Date.now() - orphanAgeMs;
    const old = items.flatMap((upload) => {
      const jobId = RAW_FILE.exec(upload.key)?.groups?.['jobId'];
      return jobId === undefined || upload.startedAt.getTime() >= youngest ? [] : [{ ...upload, jobId }];
    });
    const awaited = await this.repository.findAwaited(old.map(({ jobId }) => jobId));
    const orphans = old.filter(({ uploadId }) => !awaited.has(uploadId));
    if (orphanScan === 'remove') {
      for (const { key, uploadId } of orphans) await this.storage.multipart.abort(key, uploadId, signal);
    }
    this.repairs.record(orphanScan === 'remove' ? 'multipart_aborted' : 'orphan_reported', orphans.length, {
      objects: orphans.map(({ key }) => key),
    });
    await this.repository.moveTo(PARTS, next, orphanScanIntervalMs);
  }

  private async judgeObjects(page: readonly ListedObject[], signal: AbortSignal): Promise<void> {
    const { orphanAgeMs, orphanScan } = this.config.housekeeping;
    const youngest = Date.now() - orphanAgeMs;
    const keys = page.filter(({ modifiedAt }) => modifiedAt.getTime() < youngest).flatMap(knownKey);
    if (keys.length === 0) return;
    const needed = await this.repository.findNeeded(keys);
    const orphans = keys.map(({ key }) => key).filter((key) => !needed.has(key));
    if (orphanScan === 'remove') {
      for (const key of orphans) await this.storage.delete(key, signal);
    }
    this.repairs.record(orphanScan === 'remove' ? 'orphan_removed' : 'orphan_reported', orphans.length, {
      objects: orphans,
    });
  }

  private async judgeRows(
    column: ResultColumn,
    { prefix, position, last }: { prefix: string; position: ScanPosition; last: string | null },
    page: readonly ListedObject[],
    signal: AbortSignal,
  ): Promise<void> {
    const listed = new Set(page.map(({ key }) => key));
    const place = { storageType: this.storage.type, bucket: this.storage.locate(`${prefix}any`).bucket };
    // Behind every key with the prefix: `0` comes after `/`.
    const range = { after: position.after ?? prefix, upTo: last ?? `${prefix.slice(0, -1)}0` };
    const rows = await this.repository.findResults(
      column,
      range,
      place,
      this.config.housekeeping.orphanAgeMs,
    );
    for (const row of rows) {
      if (!listed.has(row.key)) await this.judgeMissing(row, signal);
    }
  }

  /** Where the raw file is gone too, this may be the wrong bucket or a disk that was lost: told, and nothing changed. */
  private async judgeMissing(row: ResultRow, signal: AbortSignal): Promise<void> {
    if ((await this.storage.stat(row.key, signal)) !== null) return;
    const raw = await this.storage.stat(row.objectKey, signal);
    const canBeRepeated = raw !== null && raw.etag === row.etag;
    const failed = canBeRepeated && (await this.repository.failWithoutResults(row.jobId, row.key));
    this.repairs.record('results_lost', 1, { job_id: row.jobId, object: row.key, failed });
  }
}

function knownKey({ key }: ListedObject): KnownKey[] {
  const { jobId, attempt } = (RAW_FILE.exec(key) ?? RESULT.exec(key))?.groups ?? {};
  if (jobId === undefined) return [];
  return [{ key, jobId, attempt: attempt === undefined ? null : Number(attempt) }];
}
