import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { Draining } from './draining.js';

/** Kept of the whole time for closing queues, storage and database, when requests have had theirs. */
const CLOSING_MS = 5_000;

/** The part of a shutdown that only a server of requests has. */
export interface Connections {
  /** Accepts no more and waits for the requests at hand. @returns how many were cut off because time was up */
  finish(timeoutMs: number): Promise<number>;
}

/** What a process has beside its application. */
export interface Surroundings {
  /** Of a process that serves requests; without them nothing is waited for. */
  readonly connections?: Connections;
  /** Done last of all, whatever the application still had to say. */
  readonly afterwards: () => Promise<void>;
}

/**
 * Ends the process on SIGTERM or SIGINT, in this order: readiness off; wait, so that load balancers notice; accept
 * nothing more; finish requests; stop claiming and hand running jobs back; close queues, Redis, storage, Postgres. All of
 * it is bounded, since with a part away a clean close would wait for ever. A second signal ends the process at once.
 */
export function closeOnSignals(
  app: INestApplicationContext,
  logger: Logger,
  timing: AppConfig['lifecycle'],
  surroundings: Surroundings,
): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      logger.warn({ signal }, 'a second signal: ending at once');
      process.exit(1);
    }
    stopping = true;
    logger.info({ signal }, 'stopping: readiness is off');
    app.get(Draining).begin();
    stop(app, logger, timing, surroundings).then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function stop(
  app: INestApplicationContext,
  logger: Logger,
  { drainMs, shutdownTimeoutMs }: AppConfig['lifecycle'],
  { connections, afterwards }: Surroundings,
): Promise<void> {
  // Everybody who still comes is served: a load balancer needs a while to see that the process is not ready.
  if (connections !== undefined) await pause(drainMs);
  setTimeout(() => {
    logger.error({ timeout_ms: shutdownTimeoutMs }, 'stopping took too long: what hangs is left');
    process.exit(1);
  }, shutdownTimeoutMs).unref();
  if (connections !== undefined) {
    logger.info('accepting no more connections');
    const cutOff = await connections.finish(Math.max(shutdownTimeoutMs - CLOSING_MS, shutdownTimeoutMs / 2));
    logger.info({ cut_off: cutOff }, 'requests are finished');
  }
  await app.close();
  await afterwards();
}
