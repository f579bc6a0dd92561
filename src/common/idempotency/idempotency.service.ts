import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { outsideRequest } from '../context/request-context.js';
import type { TransactionStep } from '../database/transaction-step.js';
import { DomainError } from '../errors/domain.error.js';
import type { ErrorCode } from '../errors/error-code.js';
import type { ErrorKind } from '../errors/error-kind.js';
import { InjectLogger } from '../logging/inject-logger.js';
import {
  IdempotencyKeyInUseError,
  IdempotencyKeyReusedError,
  RepeatedRefusal,
} from './idempotency-errors.js';
import { type HeldKey, IdempotencyRepository } from './idempotency.repository.js';

/** A request that may come twice. */
export interface RepeatableRequest {
  /** As the client sent it; undefined when it sent none. */
  readonly key: string | undefined;
  readonly userId: string;
  /** Names the operation. */
  readonly route: string;
  /** Everything that the request asks for; plain data. */
  readonly content: unknown;
}

/**
 * Writes down what a request was answered, in the transaction of what it did; both happen or neither. Undefined where the
 * request has no key, so that nothing needs a transaction for it.
 */
export interface AnswerKeeper<T> {
  answered(answer: T): TransactionStep | undefined;
  /** For a refusal that changed something; any other is found again by asking again. */
  refused(error: DomainError): TransactionStep | undefined;
}

/** How a request is served. */
export interface Serving<Answer, Kept> {
  /** @returns the answer, after having kept it */
  first(keep: AnswerKeeper<Kept>): Promise<Answer>;
  /** Makes the answer of what was kept. */
  again(kept: Kept): Promise<Answer> | Answer;
}

type KeptAnswer<T> =
  | { readonly answer: T }
  | { readonly refusal: { readonly kind: ErrorKind; readonly code: ErrorCode; readonly message: string } };

const LEASE_MARGIN_MS = 5_000;

const NOT_KEPT: AnswerKeeper<unknown> = {
  answered: () => undefined,
  refused: () => undefined,
};

/**
 * Serves requests that carry an `Idempotency-Key`: the same key and content get the first answer again for 24 hours.
 *
 * The answer is written in the transaction of the effect, so that a crash leaves both or none. Before that, a marker with
 * a lease keeps others away; a process that dies leaves it behind, and the key can be used again when the lease is over.
 * A failure that changed nothing is not remembered: the same request may go well the next time.
 */
@Injectable()
export class IdempotencyService {
  private readonly leaseMs: number;

  constructor(
    private readonly keys: IdempotencyRepository,
    config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.leaseMs = config.http.requestTimeoutMs + LEASE_MARGIN_MS;
  }

  /**
   * @throws IdempotencyKeyReusedError, IdempotencyKeyInUseError
   * @throws whatever the request is refused with, now or the first time
   */
  async serve<Answer, Kept>(request: RepeatableRequest, serving: Serving<Answer, Kept>): Promise<Answer> {
    const { key, userId, route } = request;
    if (key === undefined) return serving.first(NOT_KEPT);
    const held = { key, userId, route, leaseToken: randomUUID() };
    const fingerprint = fingerprintOf(request.content);
    if (await this.keys.take(held, fingerprint, this.leaseMs)) return this.serveFirst(held, serving);
    const used = await this.keys.find(held);
    // Released between the two questions.
    if (used === null) throw new IdempotencyKeyInUseError();
    if (!used.fingerprint.equals(fingerprint)) throw new IdempotencyKeyReusedError();
    if (used.answer === null) throw new IdempotencyKeyInUseError();
    return this.serveAgain(used.answer as KeptAnswer<Kept>, serving);
  }

  /** @returns how many keys were forgotten */
  removeExpired(): Promise<number> {
    return this.keys.removeExpired();
  }

  private async serveFirst<Answer, Kept>(held: HeldKey, serving: Serving<Answer, Kept>): Promise<Answer> {
    try {
      return await serving.first({
        answered: (answer) => (manager) => this.keep(manager, held, { answer }),
        refused:
          ({ kind, code, message }) =>
          (manager) =>
            this.keep(manager, held, { refusal: { kind, code, message } }),
      });
    } catch (error) {
      // Also where the request's time is over and its own statements are refused. A kept answer is not released.
      await outsideRequest(() => this.keys.release(held)).catch((cause: unknown) => {
        this.logger.warn({ err: cause }, 'an idempotency key stays taken until its lease is over');
      });
      throw error;
    }
  }

  private serveAgain<Answer, Kept>(
    kept: KeptAnswer<Kept>,
    serving: Serving<Answer, Kept>,
  ): Promise<Answer> | Answer {
    if ('answer' in kept) return serving.again(kept.answer);
    const { kind, code, message } = kept.refusal;
    throw new RepeatedRefusal(kind, code, message);
  }

  /** Whoever lost the key to another request must not have its effect. */
  private async keep<T>(manager: EntityManager, held: HeldKey, answer: KeptAnswer<T>): Promise<void> {
    if (!(await this.keys.keep(manager, held, answer))) throw new IdempotencyKeyInUseError();
  }
}

function fingerprintOf(content: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(content)))
    .digest();
}

/** The order of a JSON object's members says nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, inOrder(member)]),
  );
}
