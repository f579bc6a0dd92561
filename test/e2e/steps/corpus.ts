import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const CORPUS = 'test/corpus';
/** What stands beside the samples. The expectations of another parser (`.parser.assert`) are sent too: text like any other. */
const NOT_SAMPLES = new Set(['LICENSES', 'README.md', 'MANIFEST.tsv']);

/** Paths of all real log files. */
export async function listSamples(): Promise<string[]> {
  const entries = await readdir(CORPUS, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NOT_SAMPLES.has(path.slice(CORPUS.length + 1).split('/')[0] ?? ''))
    .sort();
}
