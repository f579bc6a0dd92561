import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { currentRequest } from '../common/context/request-context.js';
import { HashingOverloadedError } from './errors.js';
import { FairQueue } from './fair-queue.js';

const COST = 11;
/** One core stays free for requests. */
const THREADS = Math.max(1, availableParallelism() - 1);
/** At a fifth of a second each this is well within the time of a request; who comes later is told at once. */
const MAX_WAITING = 60;
/** The hash of a random value that was thrown away, at the same cost; compared against when there is no account. */
const NOBODY = '$2b$11$q6wFLedCf8/9hNnVC0hSNu8XXxrnS0c38VxaCk1fHuLj8ChCRy50y';

type Task =
  | { readonly op: 'hash'; readonly input: string; readonly cost: number }
  | { readonly op: 'compare'; readonly input: string; readonly digest: string };

/**
 * Hashes passwords with bcrypt in threads of its own: bcryptjs would hold the event loop for a third of a second. bcrypt
 * reads 72 bytes and ignores the rest, so what it is given is the base64 SHA-384 of the password, 64 bytes that depend
 * on every character.
 */
@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private pool: Piscina<Task, string | boolean> | undefined;
  /** The pool's own queue is no queue: tasks that may be aborted overtake each other there. */
  private readonly queue = new FairQueue(THREADS);

  async hash(password: string): Promise<string> {
    return (await this.run({ op: 'hash', input: condense(password), cost: COST })) as string;
  }

  /** @param digest - null when there is no account; takes the same time then, and answers false */
  async matches(password: string, digest: string | null): Promise<boolean> {
    const task: Task = { op: 'compare', input: condense(password), digest: digest ?? NOBODY };
    return (await this.run(task)) === true && digest !== null;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async run(task: Task): Promise<string | boolean> {
    if (this.queue.length >= MAX_WAITING) throw new HashingOverloadedError();
    // A hash that has begun is let finish: stopping it would end its thread, and a new one costs as much.
    return this.queue.run(() => this.threads().run(task), currentRequest()?.signal);
  }

  /** Started on the first use: a worker process never hashes anything. */
  private threads(): Piscina<Task, string | boolean> {
    if (this.pool !== undefined) return this.pool;
    this.pool = new Piscina<Task, string | boolean>({
      filename: new URL('./bcrypt.worker.mjs', import.meta.url).href,
      minThreads: 0,
      maxThreads: THREADS,
      idleTimeout: 30_000,
    });
    // A thread that dies fails the task it had; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    return this.pool;
  }
}

function condense(password: string): string {
  return createHash('sha384').update(password.normalize('NFKC'), 'utf8').digest('base64');
}
