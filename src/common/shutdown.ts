import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';

const SHUTDOWN_TIMEOUT_MS = 15_000;

/**
 * Closes the application on SIGTERM or SIGINT, within a bound: with Redis away a clean close would wait for ever. A
 * second signal ends the process at once.
 */
export function closeOnSignals(app: INestApplicationContext, logger: Logger): void {
  let closing = false;
  const close = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(1);
    closing = true;
    logger.info({ signal }, 'shutting down');
    setTimeout(() => {
      logger.error('shutdown took too long');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
    app.close().then(
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
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}
