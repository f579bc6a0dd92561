// One job as the worker does it, with the worker's own code and modules, in a process of its own so that what it used can
// be told: stage from LOCAL storage, parse in a child process, publish. Prints nothing; sends one message.
//   node bench/worker.child.mjs <folder> <key> <expected bytes>
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalDriver } from '../dist/src/common/storage/drivers/local.driver.js';
import { ParserProcess } from '../dist/src/parsing/parser-process.js';
import { publishResults } from '../dist/src/processing/publish.js';
import { stageObject } from '../dist/src/processing/stage.js';
// Loaded, not started: a worker's memory is mostly its modules.
import '../dist/src/worker.module.js';

const [folder, key, bytes] = process.argv.slice(2);
const LIMITS = {
  maxDecompressedBytes: 2 ** 33,
  maxCompressionRatio: 200,
  maxLineBytes: 2 ** 20,
  maxNestingDepth: 1000,
  maxOutputBytes: 2 ** 33,
  memoryMb: 512,
};

const job = {
  jobId: '01890a5d-ac96-774b-bcce-b302099a8057',
  attempt: 1,
  createdAt: new Date(Date.UTC(2026, 5, 1)),
  objectKey: key,
  etag: null,
  fileSize: Number(bytes),
  sha256: null,
};
const { signal } = new globalThis.AbortController();
const storage = new LocalDriver(join(folder, 'storage'), null);
await storage.prepare();
const workDir = join(folder, 'scratch');
mkdirSync(workDir);
const parser = new ParserProcess({
  entry: new URL('./measured-parser.child.mjs', import.meta.url),
  timeoutMs: 600_000,
});

const before = process.cpuUsage();
const startedAt = performance.now();
const sourcePath = await stageObject(storage, job, workDir, signal);
const stagedAt = performance.now();
const outcome = await parser.run(
  {
    ...{ jobId: job.jobId, sourcePath, workDir, format: 'auto', timezone: 'UTC', onError: 'continue' },
    ...{ maxRejects: null, labels: {}, createdAtMs: job.createdAt.getTime(), limits: LIMITS },
  },
  { signal },
);
const { parquetKey, rejectsKey } = await publishResults(storage, job, outcome, signal);
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(before);
await storage.delete(parquetKey);
await storage.delete(rejectsKey);
rmSync(workDir, { recursive: true });

process.send(
  {
    wallMs,
    stageMs: stagedAt - startedAt,
    workerCpuMs: (user + system) / 1000,
    childCpuMs: (outcome.usage.userCPUTime + outcome.usage.systemCPUTime) / 1000,
    workerRssKb: process.resourceUsage().maxRSS,
    childRssKb: outcome.usage.maxRSS,
    parquetBytes: outcome.parquetBytes,
    statistics: outcome.statistics,
  },
  () => process.exit(0),
);
