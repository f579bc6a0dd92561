import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rotateLog } from './log-files.js';

/** In the data folder: says what runs there now. */
export const STACK_FILE = 'stack.json';

/** Where the stack keeps what outlives it. */
export interface DataDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly redis: string;
  readonly storage: string;
  readonly scratch: string;
  readonly cache: string;
  readonly logs: string;
  readonly jwtSecretFile: string;
  /** Says what runs here now; also keeps a second stack out. */
  readonly stackFile: string;
  /** @returns the log file of a part of the stack, made ready for a new run */
  newLog(part: string): string;
}

export function openDataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  const inside = (name: string): string => join(root, name);
  const logs = inside('logs');
  mkdirSync(logs, { recursive: true });
  return {
    root,
    logs,
    postgres: inside('postgres'),
    redis: inside('redis'),
    storage: inside('storage'),
    scratch: inside('scratch'),
    cache: inside('cache'),
    jwtSecretFile: inside('jwt-secret'),
    stackFile: inside(STACK_FILE),
    newLog: (part) => {
      const file = join(logs, `${part}.log`);
      rotateLog(file);
      return file;
    },
  };
}
