import { type ArgumentsHost, Catch, type ExceptionFilter, Optional } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { LimitedError, OverloadedError } from '../errors/domain.error.js';
import { InjectLogger } from '../logging/inject-logger.js';
import { bearerToken } from '../security/bearer-token.js';
import { RequestCounter } from '../security/request-counter.js';
import { UnauthenticatedError } from '../security/security-errors.js';
import { completeProblem, toProblemCore } from './problem.js';
import { currentRequest } from '../context/request-context.js';

/** A challenge names its realm at least (RFC 6750, section 3). */
const CHALLENGE = 'Bearer realm="ingest"';

const RETRY_AFTER_SECONDS = 5;

/**
 * Every error leaves as `application/problem+json` (RFC 9457). One that was met before the limit of requests, in the
 * middleware or for want of a route, is counted here, so that nothing is refused without limit.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param counter - absent where nothing is limited */
  constructor(
    @InjectLogger() private readonly logger: Logger,
    @Optional() private readonly counter?: RequestCounter,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    try {
      await this.counter?.countIfUncounted(request, response);
      this.answer(error, request, response);
    } catch (overLimit) {
      this.answer(overLimit, request, response);
    }
  }

  private answer(error: unknown, request: Request, response: Response): void {
    // Nobody is left to be answered, and the work was stopped on purpose.
    if (response.destroyed) return;
    const core = toProblemCore(error);
    if (core.status >= 500) this.logger.error({ err: error, code: core.code }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const retryAfter =
      error instanceof LimitedError || error instanceof OverloadedError
        ? error.retryAfterSeconds
        : RETRY_AFTER_SECONDS;
    if ((core.status === 503 || core.status === 429) && !response.hasHeader('Retry-After')) {
      response.setHeader('Retry-After', retryAfter);
    }
    if (core.status === 401) response.setHeader('WWW-Authenticate', challengeOf(error, request));
    const problem = completeProblem(core, request.path.slice(0, 500), currentRequest()?.requestId ?? '');
    response.status(core.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

/** RFC 6750, section 3.1: only who has shown a token is told that it is bad; a wrong password is no bad token. */
function challengeOf(error: unknown, request: Request): string {
  const isBadToken = error instanceof UnauthenticatedError && bearerToken(request) !== undefined;
  return isBadToken ? `${CHALLENGE}, error="invalid_token"` : CHALLENGE;
}
