import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { type RepairKind, RepairLog } from '../common/logging/repair-log.js';
import { type ListedObject, Storage } from '../common/storage/storage.js';
import {
  type KnownKey,
  type ResultColumn,
  type ResultRow,
  ROWS_OF_PAGE,
  type ScanPosition,
  StorageScanRepository,
} from './storage-scan.repository.js';

/** Objects of one page; one page of each prefix is a round. */
const PAGE = 500;

/** Where objects lie, and the column that leads to them, where one does. */
const COLUMNS: Readonly<Record<string, ResultColumn | null>> = {
  'raw-logs/': null,
  'parsed/': 'parquet_key',
  'rejects/': 'rejects_key',
};

/** Names the position of this scan; no key begins so. */
const PARTS = '.multipart/';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const RAW_FILE = new RegExp(`^raw-logs/(?<jobId>${UUID})\\.[a-z]+$`);
const RESULT = new RegExp(
  `^(?:parsed|rejects)/.*job_id=(?<jobId>${UUID})/attempt-(?<attempt>\\d{1,9})\\.[a-z]+$`,
);

/** What is not as it should be, and how that is put right. */
interface Finding {
  /** Where the scan goes on behind it. */
  readonly position: string;
  /** The key that no job leads to; null of a row whose result is not there. */
  readonly orphan: string | null;
  readonly settle: (signal: AbortSignal) => Promise<void>;
}

/** In the order of positions; `next` is null where the scan has come to its end. */
interface Page {
  readonly findings: readonly Finding[];
  readonly next: string | null;
}

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

  /**
   * One page of each prefix whose turn it is, as far as the time goes; the next round goes on from there. One that fails
   * does not keep the others from their turn.
   *
   * @throws the first fault
   */
  async scanPages(signal: AbortSignal): Promise<void> {
    if (this.config.housekeeping.orphanScan === 'off') return;
    const faults: unknown[] = [];
    for (const position of await this.repository.findDue([...Object.keys(COLUMNS), PARTS])) {
      if (signal.aborted) break;
      await this.scanPage(position, signal).catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
  }

  private async scanPage({ prefix, after }: ScanPosition, signal: AbortSignal): Promise<void> {
    const orphans: string[] = [];
    let reached = after;
    try {
      const { findings, next } = await this.findOn({ prefix, after }, signal);
      for (const finding of findings) {
        signal.throwIfAborted();
        // One that always fails or takes all the time must not stand before the others; the next scan tries it again.
        if (reached === after) reached = finding.position;
        await finding.settle(signal);
        reached = finding.position;
        if (finding.orphan !== null) orphans.push(finding.orphan);
      }
      const pauseMs = next === null ? this.config.housekeeping.orphanScanIntervalMs : 0;
      await this.repository.moveTo({ prefix, after: next }, pauseMs);
    } catch (error) {
      await this.repository.moveTo({ prefix, after: reached }, 0);
      throw error;
    } finally {
      this.repairs.record(this.repairOf(prefix), orphans.length, { objects: orphans });
    }
  }

  private repairOf(prefix: string): RepairKind {
    if (this.config.housekeeping.orphanScan !== 'remove') return 'orphan_reported';
    return prefix === PARTS ? 'multipart_aborted' : 'orphan_removed';
  }

  private findOn(position: ScanPosition, signal: AbortSignal): Promise<Page> {
    return position.prefix === PARTS ? this.findParts(position, signal) : this.findObjects(position, signal);
  }

  /** Uploads in parts that no job waits for; they have no object, and are listed apart. */
  private async findParts({ after }: ScanPosition, signal: AbortSignal): Promise<Page> {
    const youngest = this.youngest();
    const { items, next } = await this.storage.multipart.listOpen(after, PAGE, signal);
    const old = items.flatMap((upload) => {
      const jobId = RAW_FILE.exec(upload.key)?.groups?.['jobId'];
      return jobId === undefined || upload.startedAt.getTime() >= youngest ? [] : [{ ...upload, jobId }];
    });
    const awaited = await this.repository.findAwaited(old.map(({ jobId }) => jobId));
    const orphans = old.filter(({ uploadId }) => !awaited.has(uploadId));
    const findings = orphans.map(({ key, uploadId, position }) =>
      this.orphan(position, key, (stopping) => this.storage.multipart.abort(key, uploadId, stopping)),
    );
    return { findings, next };
  }

  private async findObjects({ prefix, after }: ScanPosition, signal: AbortSignal): Promise<Page> {
    const listed = await this.storage.list(prefix, after, PAGE, signal);
    const last = listed.length < PAGE ? null : (listed.at(-1)?.key ?? null);
    const rows = await this.findRows({ prefix, after }, last);
    // Rows behind these may lead to objects of this page.
    const next = rows.length < ROWS_OF_PAGE ? last : (rows.at(-1)?.key ?? null);
    const there = new Set(listed.map(({ key }) => key));
    const missing = rows.filter(({ key }) => !there.has(key)).map((row) => this.missing(row));
    const findings = [...(await this.findOrphans(listed)), ...missing]
      .filter(({ position }) => next === null || position <= next)
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    return { findings, next };
  }

  private async findOrphans(listed: readonly ListedObject[]): Promise<Finding[]> {
    const youngest = this.youngest();
    const keys = listed.filter(({ modifiedAt }) => modifiedAt.getTime() < youngest).flatMap(knownKey);
    if (keys.length === 0) return [];
    const needed = await this.repository.findNeeded(keys);
    return keys
      .filter(({ key }) => !needed.has(key))
      .map(({ key }) => this.orphan(key, key, (signal) => this.storage.delete(key, signal)));
  }

  private async findRows({ prefix, after }: ScanPosition, last: string | null): Promise<ResultRow[]> {
    const column = COLUMNS[prefix] ?? null;
    if (column === null) return [];
    const place = { storageType: this.storage.type, bucket: this.storage.locate(`${prefix}any`).bucket };
    // Behind every key with the prefix: `0` comes after `/`.
    const range = { after: after ?? prefix, upTo: last ?? `${prefix.slice(0, -1)}0` };
    return this.repository.findResults(column, range, place, this.config.housekeeping.orphanAgeMs);
  }

  private youngest(): number {
    return Date.now() - this.config.housekeeping.orphanAgeMs;
  }

  private orphan(position: string, key: string, remove: Finding['settle']): Finding {
    const isRemoved = this.config.housekeeping.orphanScan === 'remove';
    return { position, orphan: key, settle: isRemoved ? remove : () => Promise.resolve() };
  }

  private missing(row: ResultRow): Finding {
    return { position: row.key, orphan: null, settle: (signal) => this.judgeMissing(row, signal) };
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
