import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack, StackProcess } from '../../support/stack.js';
import type { TcpProxy } from '../../support/tcp-proxy.js';
import { waitFor } from '../../support/wait-for.js';
import { parserPosition } from './processes.js';

/** A worker that is about to take a job, and what stands between it and Postgres. */
export interface Victim {
  readonly stack: Stack;
  readonly worker: StackProcess;
  readonly postgres: TcpProxy;
  readonly fileBytes: number;
}

/** A moment of a job at which the worker dies. */
export interface KillPoint {
  readonly name: string;
  /** Whether the job is COMPLETED by then. */
  readonly done?: boolean;
  /** Settles at that moment; to be called before the job is sent. */
  reach(victim: Victim): Promise<unknown>;
}

const CLAIMING = `SET status = 'PROCESSING', attempt = attempt + 1`;
const COMPLETING = `SET status = 'COMPLETED', progress = 100`;
const REACHED_MS = 30_000;

const at = (condition: () => boolean, what: string): Promise<boolean> =>
  waitFor(condition, { timeoutMs: REACHED_MS, intervalMs: 1, what });

/** Names of the files in the folders of all attempts. */
function scratchFiles(stack: Stack): string[] {
  return namesBelow(stack.scratchDir).filter((name) => /\w\/\w/.test(name));
}

function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // not made yet, or just removed
  }
}

const hasPublished = ({ stack }: Victim, folder: string, isNew: (name: string) => boolean): boolean =>
  namesBelow(join(stack.storageDir, folder)).some(isNew);

/** Of the files that lie there before, none counts. */
function newFiles(victim: Victim, folder: string): (name: string) => boolean {
  const before = new Set(namesBelow(join(victim.stack.storageDir, folder)));
  return (name) => !before.has(name) && /\.\w+$/.test(name);
}

function parsing(percent: number): KillPoint {
  return {
    name: `while parsing, at ${percent} %`,
    reach: ({ worker, fileBytes }) =>
      at(
        () => (parserPosition(worker.pid)?.bytes ?? 0) >= (fileBytes * percent) / 100,
        `the parser to have read ${percent} %`,
      ),
  };
}

/** What the job before left in scratch, for the moment until it is cleared, does not count. */
function untilStaging({ stack }: Victim): Promise<boolean> {
  const before = new Set(scratchFiles(stack));
  const isNew = (name: string): boolean => name.endsWith('/source') && !before.has(name);
  return at(() => scratchFiles(stack).some(isNew), 'the file to come to scratch');
}

/** When the parser has closed the file and nothing is in storage yet. */
async function untilParsed(victim: Victim): Promise<void> {
  await at(() => parserPosition(victim.worker.pid) !== undefined, 'the parser to read');
  await at(() => parserPosition(victim.worker.pid) === undefined, 'the parser to have read all');
}

/** The claim of an entry that finds no job is none. */
async function untilClaimed({ postgres, stack }: Victim): Promise<void> {
  await postgres.holdAt(CLAIMING, 'after');
  await waitFor(
    async () => (await stack.query(`SELECT 1 FROM jobs WHERE status = 'PROCESSING'`)).length > 0,
    {
      what: 'the claim to be committed',
    },
  );
}

/** The row, scratch and storage tell where the job is; between two statements the connection to Postgres is held. */
export const KILL_POINTS: readonly KillPoint[] = [
  { name: 'after the claim', reach: untilClaimed },
  { name: 'while staging', reach: untilStaging },
  parsing(10),
  parsing(30),
  parsing(60),
  parsing(90),
  { name: 'before publishing', reach: untilParsed },
  {
    name: 'while publishing',
    reach: async (victim: Victim): Promise<void> => {
      void victim.postgres.holdAt(COMPLETING, 'before').catch(() => undefined);
      const isNew = newFiles(victim, 'parsed');
      await at(() => hasPublished(victim, 'parsed', isNew), 'the records to be in storage');
    },
  },
  {
    name: 'between publishing and the completing update',
    reach: ({ postgres }) => postgres.holdAt(COMPLETING, 'before'),
  },
  {
    name: 'right after the completing update',
    done: true,
    reach: async ({ postgres, stack }: Victim): Promise<void> => {
      const completed = async (): Promise<number> =>
        (await stack.query(`SELECT 1 FROM jobs WHERE status = 'COMPLETED'`)).length;
      const before = await completed();
      await postgres.holdAt(COMPLETING, 'after');
      await waitFor(async () => (await completed()) > before, { what: 'the update to be committed' });
    },
  },
];
