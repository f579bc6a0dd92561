import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { answer } from './engine/answer.js';
import { openEngine } from './engine/open-engine.js';
import type { FromQueryProcess, QueryFailure, ToQueryProcess } from './query-messages.js';
import type { Query } from './query-request.js';

/** Behind whoever answers requests and keeps the heartbeats of jobs. */
const NICENESS = 10;
const INTERRUPT_AGAIN_MS = 20;

let engine: Promise<DuckDBConnection> | undefined;
let running: { readonly id: number; cancelled: boolean } | undefined;

/** On Linux a thread has a niceness of its own, which those that it starts later inherit. */
function stepBack(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
  for (const thread of threads) {
    try {
      setPriority(thread, NICENESS);
    } catch {
      // A thread that has ended meanwhile needs no priority.
    }
  }
}

function reply(message: FromQueryProcess): void {
  if (process.connected) process.send?.(message);
}

function failureOf(error: unknown, cancelled: boolean): QueryFailure {
  const { message, stack = '' } = error instanceof Error ? error : new Error('not an error');
  const name = /^[A-Za-z ]{1,40}(?=:)/.exec(message)?.[0] ?? 'error';
  const frames = stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 10);
  const reason = cancelled ? 'cancelled' : name.startsWith('Out of Memory') ? 'memory' : 'unreadable';
  return { reason, name, frames };
}

async function run(id: number, query: Query): Promise<void> {
  const job = { id, cancelled: false };
  running = job;
  try {
    if (engine === undefined) throw new Error('no engine: it was not opened');
    const connection = await engine;
    const result = await answer(connection, query);
    reply({ type: 'result', id, result });
  } catch (error) {
    reply({ type: 'failure', id, failure: failureOf(error, job.cancelled) });
  } finally {
    running = undefined;
  }
}

async function cancel(id: number): Promise<void> {
  // Between two statements there is nothing to interrupt, so this goes on until the query is over.
  while (running?.id === id) {
    running.cancelled = true;
    (await engine)?.interrupt();
    await pause(INTERRUPT_AGAIN_MS);
  }
}

stepBack();
process.on('message', (message: ToQueryProcess) => {
  if (message.type === 'open') engine = openEngine(message.settings);
  else if (message.type === 'query') void run(message.id, message.query);
  else void cancel(message.id);
});
// A terminal's Ctrl-C reaches every process, but requests that are under way still need their answers: this one ends when
// the API does, which closes the channel.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
