/**
 * `npm run doctor`: looks at everything that the service stands on, as it is configured, and tells each point in a line
 * with what to do about it. Changes nothing but one small object that it uploads and removes. Ends with 1 when a point
 * failed. Beside a running `npm start` the settings are those of that stack; production has its own.
 */
import type { AppConfig } from '../common/config/app-config.js';
import { runProcess } from '../common/run-process.js';
import { checkDisk } from './doctor/check-disk.js';
import { checkPostgres } from './doctor/check-postgres.js';
import { checkRedis } from './doctor/check-redis.js';
import { checkSettings } from './doctor/check-settings.js';
import { checkStorage } from './doctor/check-storage.js';
import { type Finding, ok, type Verdict } from './doctor/finding.js';
import { environmentOfRunningStack } from './local-stack/running-stack.js';

const OF_STACK = ok(
  'stack',
  'The settings are those of the running `npm start`; variables given here come first.',
);
const LABELS: Readonly<Record<Verdict, string>> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };

const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
const stack = given['ENVIRONMENT'] === 'production' ? undefined : settingsOfStack();

await runProcess(report, { ...stack, ...given });

/** A storage that is given here is no folder of the stack. */
function settingsOfStack(): Readonly<Record<string, string>> | undefined {
  const settings = environmentOfRunningStack(given);
  if (settings === undefined || given['S3_ENDPOINT'] === undefined) return settings;
  return { ...settings, STORAGE_TYPE: 'S3' };
}

async function report(config: AppConfig): Promise<void> {
  const findings = [...(stack === undefined ? [] : [OF_STACK]), ...(await examine(config))];
  for (const { verdict, point, text } of findings) {
    process.stdout.write(`${LABELS[verdict]}  ${point.padEnd(18)}${text}\n`);
  }
  const count = (verdict: Verdict): number => findings.filter((one) => one.verdict === verdict).length;
  process.stdout.write(`\n${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed\n`);
  process.exitCode = count('fail') === 0 ? 0 : 1;
}

async function examine(config: AppConfig): Promise<Finding[]> {
  const services = await Promise.all([
    checkPostgres(config),
    checkRedis(config),
    checkStorage(config),
    checkDisk(config),
  ]);
  return [...checkSettings(config), ...services.flat()];
}
