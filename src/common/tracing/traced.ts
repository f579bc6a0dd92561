import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** Name of the instrumentation in every span. */
const TRACER = 'ingest-service';
const TRACEPARENT = 'traceparent';

/** How a piece of work appears in a trace. */
export interface Traced {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Where the trace comes from, when it was begun elsewhere (W3C Trace Context). */
  readonly traceparent?: string | undefined;
}

/** Does the work inside a span. While traces are off this costs a call and no more. */
export function traced<T>({ name, traceparent, ...options }: Traced, work: () => Promise<T>): Promise<T> {
  const parent =
    traceparent === undefined
      ? context.active()
      : propagation.extract(ROOT_CONTEXT, { [TRACEPARENT]: traceparent });
  return trace.getTracer(TRACER).startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The kind of the error and no word of it: messages may quote what a client sent.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The trace that the caller is in, as it is handed to another process; undefined outside one. */
export function currentTraceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[TRACEPARENT];
}

/** Fields for log lines: the way from a line to its trace. */
export function traceFields(): { readonly trace_id?: string } {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return traceId === undefined ? {} : { trace_id: traceId };
}

/** Work that another process did and measured, for which it has no connection to the collector. */
export interface ForeignSpan {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly attributes: Attributes;
}

/** Adds it to the trace that the caller is in. */
export function recordForeignSpan({ name, startedAtMs, endedAtMs, attributes }: ForeignSpan): void {
  trace.getTracer(TRACER).startSpan(name, { startTime: startedAtMs, attributes }).end(endedAtMs);
}
