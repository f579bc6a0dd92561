import { readFileSync } from 'node:fs';

export const SERVICE_NAME = 'ingest-service';

let version: string | undefined;

/** The version of this package, from the nearest package.json above the code, read once. */
export function serviceVersion(): string {
  version ??= findVersion(new URL('.', import.meta.url));
  return version;
}

function findVersion(folder: URL): string {
  try {
    const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
      version?: string;
    };
    return manifest.version ?? 'unknown';
  } catch {
    const parent = new URL('..', folder);
    return parent.href === folder.href ? 'unknown' : findVersion(parent);
  }
}
