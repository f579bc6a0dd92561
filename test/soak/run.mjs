// `npm run soak -- --minutes N`: mixed load of several users while processes are killed and frozen and Redis and Postgres
// restarted, all by a seed that is printed (TEST_SEED repeats it); then everything is checked. Ends by itself.
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('--minutes takes a number above 0.');
  process.exit(2);
}
process.env.TEST_SOAK_MINUTES = String(minutes);
process.argv.splice(2, process.argv.length, 'test/soak');
await import('../run.mjs');
