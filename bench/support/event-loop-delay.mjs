// `node --import` of this file measures how late the event loop of a process runs, from inside. On SIGUSR2 it writes what
// it measured since the last time as one line of JSON, and starts anew.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** The timer's own interval, which the histogram counts in. */
const RESOLUTION_MS = 2;

// Threads load this file too.
if (isMainThread) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const lateMs = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  process.on('SIGUSR2', () => {
    const figures = { p99: lateMs(histogram.percentile(99)), max: lateMs(histogram.max) };
    process.stdout.write(`${JSON.stringify({ event_loop_delay_ms: figures })}\n`);
    histogram.reset();
  });
}
