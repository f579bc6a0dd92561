import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';

/** Not worth a trace: they come every few seconds and lead nowhere. */
const UNTRACED = /^\/(health|metrics)\b/;

/** Begins a span for each request, or goes on with the trace that its `traceparent` names (W3C Trace Context). */
export function tracingMiddleware(request: Request, response: Response, next: NextFunction): void {
  if (UNTRACED.test(request.path)) {
    next();
    return;
  }
  const parent = propagation.extract(context.active(), request.headers);
  const span = trace
    .getTracer('ingest-service')
    .startSpan(
      request.method,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method } },
      parent,
    );
  response.once('close', () => {
    const route = (request.route as { path?: string } | undefined)?.path;
    if (route !== undefined) span.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
}
