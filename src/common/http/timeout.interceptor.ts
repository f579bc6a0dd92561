import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, throwError, timeout } from 'rxjs';
import { AppConfig } from '../config/app-config.js';
import { DeadlineExceededError } from '../errors/domain.error.js';
import { currentRequest } from './request-context.js';

const UNBOUNDED = Symbol('unbounded');

/** For routes that stream as long as the client reads; they bound themselves in another way. */
export const Unbounded = (): MethodDecorator => SetMetadata(UNBOUNDED, true);

/**
 * Answers 504 when a request is not done in time, and aborts its signal, so that the work behind it stops too.
 * Statements are stopped by Postgres itself (`statement_timeout`).
 */
@Injectable()
export class TimeoutInterceptor implements NestInterceptor {
  constructor(
    private readonly config: AppConfig,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get<boolean | undefined>(UNBOUNDED, context.getHandler()) === true)
      return next.handle();
    const request = currentRequest();
    return next.handle().pipe(
      timeout({
        first: this.config.http.requestTimeoutMs,
        with: () => {
          const error = new DeadlineExceededError();
          request?.abort.abort(error);
          return throwError(() => error);
        },
      }),
    );
  }
}
