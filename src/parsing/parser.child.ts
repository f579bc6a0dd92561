import { parseInTrace } from './parse-in-trace.js';
import type { ParseProgress } from './parse-request.js';
import type { ParserReplyMessage, ParserRequestMessage, ParserTask, ParserTasks } from './parser-messages.js';
import { warmUp } from './warm-up.js';

const PROGRESS_PAUSE_MS = 200;
const PARENT = process.ppid;

function reply(message: ParserReplyMessage, then?: () => void): void {
  if (process.send && process.connected) process.send(message, () => then?.());
  else then?.();
}

/** Not by exiting: that waits for the engine, which may be waiting for rows from here. */
function vanish(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the signal ends this process');
}

function progressReporter(): (progress: ParseProgress) => void {
  let next = 0;
  return (progress) => {
    const now = performance.now();
    if (now < next) return;
    next = now + PROGRESS_PAUSE_MS;
    // Busy as it is, it would not hear that the channel was closed.
    if (process.ppid !== PARENT) vanish();
    reply({ type: 'progress', progress });
  };
}

/** As Node tells it, and as the engine does, which has no codes. */
function isDiskFull(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' || /no space left on device/i.test(error.message);
}

function crash(thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error('not an error');
  const { name, stack = '' } = error;
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  reply({ type: 'crash', name, frames: frames.slice(0, 10), diskFull: isDiskFull(error) }, vanish);
}

async function handle(message: ParserRequestMessage): Promise<ParserTasks[ParserTask]['answer']> {
  const onProgress = progressReporter();
  if (message.type === 'parse') return parseInTrace(message.request, onProgress);
  // What a worker never needs is not loaded for it.
  const { previewText } = await import('./preview-text.js');
  return previewText(message.request, onProgress);
}

// A parser whose worker is gone has nobody to report to. Until then it stays: the worker, which ends it when it has the
// outcome, might otherwise see it exit first and take it for crashed.
process.on('disconnect', vanish);
process.on('uncaughtException', crash);
const warm = warmUp();
process.once('message', (message: ParserRequestMessage) => {
  warm
    .then(() => handle(message))
    .then((outcome) => {
      reply({ type: 'outcome', outcome });
    }, crash);
});
