// Finds what a test run left behind: every process it started carries the run's name in its environment.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export const RUN_VARIABLE = 'INGEST_TEST_RUN';
const GRACE_MS = 5_000;

/** Waits a moment for processes that are just ending, kills the rest, and returns their command lines. */
export async function killLeftProcesses(runName) {
  const deadline = performance.now() + GRACE_MS;
  let left = processesOf(runName);
  while (left.length > 0 && performance.now() < deadline) {
    await pause(100);
    left = processesOf(runName);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in this very moment.
    }
  }
  return left.map(({ pid, command }) => `${pid} ${command}`);
}

function processesOf(runName) {
  if (process.platform !== 'linux') return [];
  const marker = `${RUN_VARIABLE}=${runName}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(marker))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
