import { relative } from 'node:path';
import type { DataDirectory } from './data-directory.js';

export interface Summary {
  readonly url: string;
  readonly data: DataDirectory;
  readonly storesLocally: boolean;
  readonly defaultUsers: boolean;
}

/** What a person wants to know once everything runs. */
export function summary({ url, data, storesLocally, defaultUsers }: Summary): string {
  const shown = (path: string): string => {
    const short = relative(process.cwd(), path);
    return short === '' || short.startsWith('..') ? path : short;
  };
  const lines: [string, string][] = [
    ['API', url],
    ['Swagger UI', `${url}/docs`],
    ['Health', `${url}/health/ready`],
    ...(defaultUsers
      ? ([['Log in as', 'admin / admin123  (or user / user123, viewer / viewer123)']] satisfies [
          string,
          string,
        ][])
      : []),
    ['Command line', `INGEST_URL=${url} npx ingest login user`],
    ['See it work', 'npm run demo  (in a second terminal)'],
    ['Data', `${shown(data.root)}${storesLocally ? '' : '  (files are in the S3 storage that was given)'}`],
    ['Logs', `${shown(data.logs)}/api.log, worker.log`],
  ];
  const body = lines.map(([name, value]) => `  ${dim(name.padEnd(12))} ${value}`).join('\n');
  return `\n${bold('Ingest Service is running.')} Ctrl-C stops it.\n\n${body}\n`;
}

const coloured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

export function bold(text: string): string {
  return coloured ? `\u001b[1m${text}\u001b[22m` : text;
}

export function dim(text: string): string {
  return coloured ? `\u001b[2m${text}\u001b[22m` : text;
}
