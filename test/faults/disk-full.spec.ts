import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigFile } from '../e2e/steps/big-file.js';
import { getJob, ingest, submit, untilFinished, untilJob } from '../e2e/steps/jobs.js';
import { expectNoScratch } from '../e2e/steps/leftovers.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { completedTwice } from './support/doubles.js';
import { printFigures } from './support/figures.js';
import { expectNothingLeft, expectSameResult } from './support/invariants.js';
import { IMPATIENT } from './support/patience.js';
import { expectSameUsage, usageOf } from './support/usage.js';

/** Room for the file and its result, and not for much more. */
const DISK_MB = 48;
/** Making a small disk takes root, and in a container more than that. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mounts();

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'ingest-test', folder], {
    stdio: 'ignore',
  });
}

function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-test-mount-'));
  try {
    mount(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let disk: string;
let stack: Stack;
let client: HttpClient;
let content: Buffer;

(canMount ? describe : describe.skip)('a full scratch disk', () => {
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'ingest-test-disk-'));
    mount(disk);
    [stack, { content }] = await Promise.all([
      // One that refuses new work for want of room would keep the fault from happening.
      startStack({
        env: { ...IMPATIENT, MIN_FREE_DISK_MB: '0', MAX_RETRIES: '10', SCRATCH_DIR: join(disk, 'scratch') },
      }),
      bigFile(4),
    ]);
    client = await stack.http.as('user');
  }, 90_000);
  afterAll(async () => {
    await stack.stop();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  /** Leaves so many bytes free. */
  function fill(bytesLeft: number): string {
    const { bavail, bsize } = statfsSync(disk);
    const path = join(disk, 'ballast');
    writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)));
    return path;
  }

  it.each([
    ['when the file is fetched', 0.2],
    ['when the result is written', 1.02],
  ])(
    '%s: the job is tried again, and ends well when there is room',
    async (when, shareOfFile) => {
      const undisturbed = await ingest(client, content);
      const used = usageOf(stack);
      // What that job still holds would be room for the next one.
      await expectNoScratch(stack);
      const ballast = fill(content.length * shareOfFile);
      const jobId = await submit(client, content);
      const retried = await untilJob(client, jobId, (job) => job.retry_count > 0, { what: 'a retry' });
      expect(retried.error_code).toBe('SCRATCH_FULL');
      rmSync(ballast);
      const job = await untilFinished(client, jobId);
      await expectSameResult(stack, job, undisturbed);
      await expectNothingLeft(stack);
      await expectSameUsage(used);
      const double = await completedTwice(stack);
      expect(await getJob(client, undisturbed.job_id)).toEqual(undisturbed);
      printFigures(`scratch disk full ${when}`, {
        code: retried.error_code ?? '',
        lost: 0,
        double: double.length,
      });
      expect(double).toEqual([]);
    },
    120_000,
  );
});
