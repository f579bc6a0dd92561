import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { judgeFailure } from '../../src/processing/failure-policy.js';
import { ParserProcess } from '../../src/parsing/parser-process.js';
import type { ParseOutcome } from '../../src/parsing/parse-request.js';
import { requestFor } from '../parsing/parse-request-fixture.js';

const PARSER = pathToFileURL(resolve(__dirname, '../../dist/src/parsing/parser.child.js')).href;
const CONTENT = `${'{"a":1}\n'.repeat(5000)}no json\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verified-results-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The real parser on a disk that changes what was written: as soon as the file of rejects is closed, `change` is run. */
function parserOnBadDisk(change: string): ParserProcess {
  const path = join(folder, 'parser.child.mjs');
  writeFileSync(
    path,
    `import fs from 'node:fs';
     import { syncBuiltinESMExports } from 'node:module';
     import { dirname } from 'node:path';
     const { closeSync } = fs;
     let changed = false;
     fs.closeSync = (descriptor) => {
       const path = fs.readlinkSync('/proc/self/fd/' + descriptor);
       closeSync(descriptor);
       if (changed || !path.endsWith('rejects.ndjson')) return;
       changed = true;
       const rejects = path;
       const records = dirname(path) + '/records.parquet';
       ${change}
     };
     syncBuiltinESMExports();
     await import(${JSON.stringify(PARSER)});`,
  );
  return new ParserProcess({ entry: pathToFileURL(path), timeoutMs: 60_000 });
}

async function parse(parser: ParserProcess): Promise<ParseOutcome> {
  const request = requestFor(CONTENT, { format: 'ndjson' });
  try {
    return await parser.run(request);
  } finally {
    rmSync(request.workDir, { recursive: true });
  }
}

/** An outcome is what is published; without one the attempt is tried again. */
async function expectRetry(parser: ParserProcess): Promise<void> {
  const error = await parse(parser).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(judgeFailure(error)).toMatchObject({ action: 'retry', code: 'PARSER_CRASHED' });
}

describe('results are read again before they are published', () => {
  it('passes what is as it was written', async () => {
    expect(await parse(parserOnBadDisk(''))).toMatchObject({
      outcome: 'parsed',
      statistics: { records: 5000, rejected_lines: 1 },
    });
  });

  it.each([
    ['cut', `fs.truncateSync(records, fs.statSync(records).size - 100);`],
    ['empty', `fs.truncateSync(records, 0);`],
    [
      'overwritten at its beginning',
      `fs.writeFileSync(records, 'XXXXXXXXXXXXXXXXXXXXXXXX', { flag: 'r+' });`,
    ],
    ['gone', `fs.rmSync(records);`],
  ])('tries again where the records are %s', async (_what, change) => {
    await expectRetry(parserOnBadDisk(change));
  });

  it.each([
    ['cut', `fs.truncateSync(rejects, fs.statSync(rejects).size - 5);`],
    ['empty', `fs.truncateSync(rejects, 0);`],
    ['longer', `fs.appendFileSync(rejects, '{}\\n');`],
    [
      'of the right size, but no JSON',
      `fs.writeFileSync(rejects, 'x'.repeat(fs.statSync(rejects).size - 1) + '\\n');`,
    ],
  ])('tries again where the rejects are %s', async (_what, change) => {
    await expectRetry(parserOnBadDisk(change));
  });
});
