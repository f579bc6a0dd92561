import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** How far a worker's parser has read into its file. */
export interface ParserPosition {
  readonly pid: number;
  /** Bytes read so far. */
  readonly bytes: number;
}

/** Processes that the process started and that live, parsers that wait included (Linux). */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).trim().split(' ').filter(Boolean).map(Number),
  );
}

/** Looks at the parser that is reading a staged file; undefined when none does. */
export function parserPosition(workerPid: number): ParserPosition | undefined {
  for (const pid of childrenOf(workerPid)) {
    for (const descriptor of list(`/proc/${pid}/fd`)) {
      if (basename(link(`/proc/${pid}/fd/${descriptor}`)) !== 'source') continue;
      const position = /^pos:\s+(\d+)/m.exec(read(`/proc/${pid}/fdinfo/${descriptor}`))?.[1];
      if (position !== undefined) return { pid, bytes: Number(position) };
    }
  }
  return undefined;
}

/** Files, sockets and pipes that a process has open. */
export function openHandles(pid: number): number {
  return list(`/proc/${pid}/fd`).length;
}

/** Memory that a process holds, MiB. */
export function memoryMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024;
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
