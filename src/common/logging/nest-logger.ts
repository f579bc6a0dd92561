import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Lets Nest's own messages go through pino. Nest passes the context, and for errors the stack, as extra arguments. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...extra: unknown[]): void {
    this.write('info', message, extra);
  }

  error(message: unknown, ...extra: unknown[]): void {
    this.write('error', message, extra);
  }

  warn(message: unknown, ...extra: unknown[]): void {
    this.write('warn', message, extra);
  }

  debug(message: unknown, ...extra: unknown[]): void {
    this.write('debug', message, extra);
  }

  verbose(message: unknown, ...extra: unknown[]): void {
    this.write('trace', message, extra);
  }

  fatal(message: unknown, ...extra: unknown[]): void {
    this.write('fatal', message, extra);
  }

  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal',
    message: unknown,
    extra: unknown[],
  ): void {
    const context = extra.at(-1);
    const fields = typeof context === 'string' ? { context } : {};
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, message.message);
    else if (extra.length > 1) this.logger[level]({ ...fields, detail: extra.slice(0, -1) }, String(message));
    else this.logger[level](fields, String(message));
  }
}
