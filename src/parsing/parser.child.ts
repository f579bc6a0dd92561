import { parseFile } from './parse-file.js';
import type { ParseProgress } from './parse-request.js';
import type { ParserReplyMessage, ParserRequestMessage } from './parser-messages.js';

const PROGRESS_PAUSE_MS = 200;

function reply(message: ParserReplyMessage, then?: () => void): void {
  if (process.send && process.connected) process.send(message, () => then?.());
  else then?.();
}

function progressReporter(): (progress: ParseProgress) => void {
  let next = 0;
  return (progress) => {
    const now = performance.now();
    if (now < next) return;
    next = now + PROGRESS_PAUSE_MS;
    reply({ type: 'progress', progress });
  };
}

function crash(error: unknown): void {
  const { name, stack = '' } = error instanceof Error ? error : new Error('not an error');
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  reply({ type: 'crash', name, frames: frames.slice(0, 10) }, () => process.exit(70));
}

// A parser whose worker is gone has nobody to report to. Until then it stays: the worker, which ends it when it has the
// outcome, might otherwise see it exit first and take it for crashed.
process.on('disconnect', () => process.exit(75));
process.on('uncaughtException', crash);
process.once('message', ({ request }: ParserRequestMessage) => {
  parseFile(request, progressReporter()).then((outcome) => {
    reply({ type: 'outcome', outcome });
  }, crash);
});
