import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Observable } from 'rxjs';
import { currentRequest } from '../context/request-context.js';

const UNBOUNDED = Symbol('unbounded');

/** For routes that stream as long as the client reads; they bound themselves in another way. */
export const Unbounded = (): MethodDecorator => SetMetadata(UNBOUNDED, true);

/**
 * Answers 504 when the request's deadline has passed, whatever its handler does. The same signal stops the work: running
 * statements, storage requests and waiting hashes end with it.
 */
@Injectable()
export class TimeoutInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = currentRequest();
    if (request === undefined) return next.handle();
    if (this.reflector.get<boolean | undefined>(UNBOUNDED, context.getHandler()) === true) {
      request.liftDeadline();
      return next.handle();
    }
    return new Observable((subscriber) => {
      const forget = request.onAbort((reason) => {
        subscriber.error(reason);
      });
      subscriber.add(forget);
      if (!subscriber.closed) subscriber.add(next.handle().subscribe(subscriber));
    });
  }
}
