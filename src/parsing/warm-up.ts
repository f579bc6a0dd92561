import { tmpdir } from 'node:os';
import { detectFormat } from './detection/detect-format.js';
import { TimestampReader } from './fields/timestamp-reader.js';
import { Engine } from './output/engine.js';
import { patternCatalogue } from './patterns/catalogue.js';

const ENGINE_MEMORY_MB = 64;
const LINE = '2026-01-02 03:04:05 INFO a line as any other';

/** Does before there is a file what takes its time only once, so that the file need not wait for it. Writes nothing. */
export async function warmUp(): Promise<void> {
  const catalogue = await patternCatalogue();
  const sample = { lines: [LINE], head: LINE };
  detectFormat('auto', sample, new TimestampReader('UTC', 0), catalogue);
  const engine = await Engine.open(tmpdir(), ENGINE_MEMORY_MB);
  await engine.run('SELECT 1');
  engine.close();
}
