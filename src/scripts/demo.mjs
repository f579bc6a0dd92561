// `npm run demo`: shows what the service does, by its command line, on three real log files. Uses the service at INGEST_URL, else
// the one that runs on this machine, else starts one and stops it at the end. Exit code 1 when a step did not go as it should.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './bootstrap.mjs';
import { CommandLine } from './demo/command-line.mjs';
import { findService } from './demo/service.mjs';

const CORPUS = 'test/corpus';
const ACCESS_LOG = `${CORPUS}/apache-combined/apache_logs`;
const CUT_OFF = `${CORPUS}/lnav/logfile_invalid_json.json`;
const EVENTS = `${CORPUS}/lnav/gharchive_log.jsonl`;

await prepare();
process.exitCode = await main().catch((error) => {
  console.error(`\n${error.message}`);
  return 1;
});

async function main() {
  const service = await findService();
  const home = mkdtempSync(join(tmpdir(), 'ingest-demo-'));
  try {
    await show(new CommandLine(service.url, home));
    return 0;
  } finally {
    rmSync(home, { recursive: true, force: true });
    await service.stop();
  }
}

async function show(ingest) {
  const username = process.env.INGEST_USERNAME ?? 'user';
  const password = process.env.INGEST_PASSWORD ?? 'user123';
  ingest.say('Log in; the password comes by standard input');
  await ingest.run(['login', username], { input: `${password}\n` });

  ingest.say(
    'Hand over three files: an access log, JSON with a line that was cut off, events of GitHub. 2 is: some lines were not read',
  );
  await ingest.run(['push', '--wait', ACCESS_LOG, CUT_OFF, EVENTS], { codes: [2] });
  const [events, cutOff, accessLog] = await ingest.newestJobs([EVENTS, CUT_OFF, ACCESS_LOG]);

  ingest.say('What became of the access log; every line is counted once');
  await ingest.run(['show', accessLog]);
  ingest.say('Its requests that failed');
  await ingest.run(['logs', accessLog, '--severity', 'error', '--raw']);
  ingest.say('Its records over time, by status');
  await ingest.run(['histogram', accessLog, '--by', 'status']);
  ingest.say('What could not be read of the JSON');
  await ingest.run(['rejects', cutOff]);
  ingest.say('The first events, as JSON');
  await ingest.run(['logs', events, '--limit', '1', '--json']);
  ingest.say('A search in all jobs, newest first');
  await ingest.run(['search', '-q', 'kibana', '--limit', '3']);
  ingest.say('The jobs');
  await ingest.run(['jobs', '--limit', '3']);
  await ingest.run(['logout']);
}
