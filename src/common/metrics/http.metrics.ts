import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; logins take a fifth of one, a page of jobs a few thousandths. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** As nginx calls it: the client went away before it was answered. */
const CLIENT_GONE = 499;

/** Requests by the pattern of their route, so that no id makes a series of its own. */
@Injectable()
export class HttpMetrics {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;
  private readonly limited: Counter;
  private inFlight = 0;

  constructor(registry: Registry) {
    this.duration = new Histogram({
      name: 'ingest_http_request_duration_seconds',
      help: 'Requests by method, pattern of the route and status, from their head to the end of the answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [registry],
    });
    this.limited = new Counter({
      name: 'ingest_http_rate_limited_total',
      help: 'Requests that were answered 429, logins among them.',
      registers: [registry],
    });
    const running = (): number => this.inFlight;
    new Gauge({
      name: 'ingest_http_requests_in_flight',
      help: 'Requests that are not answered yet.',
      registers: [registry],
      collect() {
        this.set(running());
      },
    });
  }

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    this.inFlight += 1;
    response.once('close', () => {
      this.inFlight -= 1;
      const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
      this.duration.observe(
        { method: request.method, route, status },
        (performance.now() - startedAt) / 1000,
      );
      if (status === 429) this.limited.inc();
    });
    next();
  };
}
