// `npm run demo`: walks the main job of the service on real log files and shows it. Uses the service at INGEST_URL, else
// the one that runs on this machine, else starts one and stops it at the end. Exit code 1 when a job did not complete.
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Client } from './demo/client.mjs';
import { showHistogram } from './demo/histogram.mjs';
import { showReport } from './demo/report.mjs';
import { findService } from './demo/service.mjs';
import { bold, bytes, dim, green, harmless, ProgressLine, red } from './demo/terminal.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const FILES = [
  ['An access log of a web server', 'test/corpus/apache-combined/apache_logs'],
  ['A JSON log with a line that was cut off', 'test/corpus/lnav/logfile_invalid_json.json'],
];

process.chdir(ROOT);
process.exitCode = await main().catch((error) => {
  console.error(`\n${red(harmless(error.message))}`);
  return 1;
});

async function main() {
  const service = await findService();
  try {
    const client = new Client(service.url);
    const username = process.env.INGEST_USERNAME ?? 'user';
    await client.login(username, process.env.INGEST_PASSWORD ?? 'user123');
    console.log(`\n${dim('Logged in as')} ${username} ${dim('at')} ${service.url}`);
    let failed = 0;
    for (const [title, path] of FILES) {
      if (!(await ingest(client, service, title, join(ROOT, path)))) failed += 1;
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await service.stop();
  }
}

async function ingest(client, service, title, path) {
  const content = await readFile(path);
  console.log(`\n${bold(title)} ${dim(`${basename(path)}, ${bytes(content.length)}`)}\n`);
  const step = (name, text) => console.log(`  ${dim(name.padEnd(10))} ${text}`);

  const { job_id: jobId, presigned_url: presignedUrl } = await client.init({
    filename: basename(path),
    size: content.length,
    log_format: 'auto',
  });
  step('init', `job ${harmless(jobId)}`);
  const started = performance.now();
  await client.upload(presignedUrl, content);
  step('upload', `PUT to ${new URL(presignedUrl).host} in ${Math.round(performance.now() - started)} ms`);
  step('complete', harmless((await client.complete(jobId)).message));

  const progress = new ProgressLine(`  ${dim('process'.padEnd(10))} `);
  const job = await client.follow(jobId, ({ progress: percent, status }) => progress.draw(percent, status));
  const completed = job.status === 'COMPLETED';
  progress.end(job.progress, completed ? green(job.status) : red(job.status));
  console.log();
  if (!completed) console.log(`  ${red(harmless(`${job.error_code}: ${job.error_message}`))}`);
  showReport(job);
  if (completed) await showHistogram(service.storageDir, jobId);
  return completed;
}
