import { parseFile } from './parse-file.js';
import type { ParseOutcome, ParseProgress, ParseRequest } from './parse-request.js';

/**
 * Parses, and where the request belongs to a trace, tells when and in which process. The parser reaches no collector: it
 * holds hostile input and no connection; who asked adds its span to the trace.
 */
export async function parseInTrace(
  request: ParseRequest,
  onProgress: (progress: ParseProgress) => void,
): Promise<ParseOutcome> {
  const startedAtMs = epochMs();
  const outcome = await parseFile(request, onProgress);
  if (request.traceparent === undefined) return outcome;
  const { traceparent } = request;
  return { ...outcome, measured: { traceparent, pid: process.pid, startedAtMs, endedAtMs: epochMs() } };
}

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
