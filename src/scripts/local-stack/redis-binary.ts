import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StartFailure } from './start-failure.js';

interface PackageManager {
  readonly command: string;
  readonly needsRoot: boolean;
  /** Tried in order until a server is on the PATH. */
  readonly steps: readonly (readonly string[])[];
  /** What a person would type. */
  readonly advice: string;
}

const APT_WAITS = ['-o', 'DPkg::Lock::Timeout=300'];

const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    command: 'apt-get',
    needsRoot: true,
    steps: [
      [...APT_WAITS, 'update', '-q'],
      [...APT_WAITS, 'install', '-y', '-q', '--no-install-recommends', 'redis-server'],
    ],
    advice: 'sudo apt-get install redis-server',
  },
  {
    command: 'dnf',
    needsRoot: true,
    steps: [
      ['install', '-y', 'redis'],
      ['install', '-y', 'valkey'],
    ],
    advice: 'sudo dnf install valkey',
  },
  { command: 'apk', needsRoot: true, steps: [['add', '--no-cache', 'redis']], advice: 'sudo apk add redis' },
  { command: 'brew', needsRoot: false, steps: [['install', 'redis']], advice: 'brew install redis' },
];

/**
 * Finds a Redis or Valkey server, and installs one where there is none and the system's package manager may be used.
 *
 * @param tell - is given one line before an installation starts
 */
export function redisBinary(tell: (line: string) => void): string {
  return findRedis() ?? install(tell);
}

function findRedis(): string | undefined {
  return onPath('redis-server') ?? onPath('valkey-server');
}

function install(tell: (line: string) => void): string {
  const manager = PACKAGE_MANAGERS.find(({ command }) => onPath(command) !== undefined);
  if (manager === undefined) throw missing('install `redis-server` or `valkey-server`');
  const advice = `run \`${manager.advice}\``;
  const isRoot = process.getuid?.() === 0;
  if (manager.needsRoot !== isRoot) throw missing(advice);

  tell(`Redis is not installed yet: installing it with ${manager.command} …`);
  let output = '';
  for (const step of manager.steps) {
    const run = spawnSync(manager.command, step, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    output += `$ ${manager.command} ${step.join(' ')}\n${run.stdout}${run.stderr}`;
    const found = findRedis();
    if (found !== undefined) return found;
  }
  throw missing(advice, output);
}

function missing(advice: string, output = ''): StartFailure {
  return new StartFailure(
    `Redis is needed and was not found: ${advice}, or give the REDIS_URL of a running one.`,
    output,
  );
}

function onPath(command: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
