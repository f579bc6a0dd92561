import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** A file of the load. Its name tells which one a job is about. */
export interface Sample {
  readonly filename: string;
  readonly content: Buffer;
}

const CORPUS = 'test/corpus';
const FILES = [
  'apache-combined/apache_logs',
  'lnav/logfile_journald.json',
  'lnav/logfile_w3c.0',
  'lnav/logfile_crlf.0',
  'pgbadger/pg_rawcsv.log',
  'plaso/gcp_logging.jsonl',
  'mongodb/mongod_26.log',
];

/** Real logs of several formats and sizes, one of them compressed, one of them large. */
export async function loadSamples(): Promise<Sample[]> {
  const samples = await Promise.all(
    FILES.map(async (path) => ({
      filename: path.replaceAll('/', '-'),
      content: await readFile(`${CORPUS}/${path}`),
    })),
  );
  const [largest] = samples;
  if (largest === undefined) throw new Error('There are no samples.');
  return [
    ...samples,
    { filename: 'packed.log.gz', content: gzipSync(largest.content) },
    { filename: 'large.log', content: Buffer.concat(Array.from({ length: 4 }, () => largest.content)) },
  ];
}
