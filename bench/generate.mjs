import { closeSync, openSync, writeSync } from 'node:fs';

/** Deterministic pseudo-random numbers (mulberry32), so that every run reads the same bytes. */
function randomness(seed) {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const LEVELS = ['INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR'];
const SERVICES = ['checkout', 'catalogue', 'payment', 'gateway', 'identity'];
const VERBS = ['accepted', 'rejected', 'retried', 'finished', 'queued'];
const PATHS = ['/', '/index.html', '/api/v1/orders', '/api/v1/items/42', '/static/app.js', '/search?q=lamp'];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148',
  'curl/8.5.0',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const START = Date.UTC(2026, 0, 1);

function pick(random, list) {
  return list[random(list.length)];
}

function hex(random, digits) {
  let text = '';
  while (text.length < digits) text += random(16).toString(16);
  return text;
}

function address(random) {
  return `10.${random(256)}.${random(256)}.${random(256)}`;
}

function ndjson(random, line) {
  return JSON.stringify({
    timestamp: new Date(START + line * 137).toISOString(),
    level: pick(random, LEVELS),
    service: pick(random, SERVICES),
    host: `node-${random(40)}`,
    trace_id: hex(random, 32),
    message: `order ${random(1_000_000)} ${pick(random, VERBS)} after ${random(5000)} ms`,
    duration_ms: random(5000),
    user: { id: random(100_000), country: pick(random, ['DE', 'FR', 'US', 'JP']) },
    path: pick(random, PATHS),
  });
}

function csv(random, line) {
  const note = random(10) === 0 ? `"said ""yes"", then left"` : pick(random, VERBS);
  return [
    new Date(START + line * 137).toISOString(),
    pick(random, LEVELS),
    pick(random, SERVICES),
    `node-${random(40)}`,
    `order ${random(1_000_000)} ${pick(random, VERBS)} after ${random(5000)} ms`,
    random(5000),
    address(random),
    pick(random, PATHS),
    note,
  ].join(',');
}

function combined(random, line) {
  const at = new Date(START + line * 137);
  const two = (number) => String(number).padStart(2, '0');
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const stamp = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clock} +0000`;
  const request = `${pick(random, ['GET', 'GET', 'POST'])} ${pick(random, PATHS)} HTTP/1.1`;
  const status = pick(random, [200, 200, 200, 304, 404, 500]);
  return `${address(random)} - - [${stamp}] "${request}" ${status} ${random(100_000)} "https://example.com${pick(random, PATHS)}" "${pick(random, AGENTS)}"`;
}

/**
 * A bad line of each format: `broken` is a good one that lost a character or a cell near its end, `short` a third as long,
 * so that a file of the same size has half as many lines again. Text knows no bad lines; there no pattern reads them.
 */
export const FORMATS = {
  ndjson: {
    line: ndjson,
    broken: (line) => line.replace('"path":', '"path"'),
    short: '{"timestamp": "2026-01-01T00:00:00Z", "message": "cut of',
    header: null,
  },
  csv: {
    line: csv,
    broken: (line) => line.replace(/,("said .*|\w+)$/, ''),
    short: '2026-01-01T00:00:00Z,INFO,too few',
    header: 'timestamp,level,service,host,message,duration_ms,client_ip,path,note',
  },
  combined: {
    line: combined,
    broken: (line) => line.replace('[', ''),
    short: 'out of memory, giving up',
    header: null,
  },
};

/** Writes a file of at least `bytes` bytes, of which `badPercent` of the lines are bad. Returns its size. */
export function generate(format, path, bytes, badPercent, badKind = 'broken') {
  const { line, broken, short, header } = FORMATS[format];
  const badLine = badKind === 'short' ? () => short : (number) => broken(line(random, number));
  const random = randomness(42);
  const descriptor = openSync(path, 'w');
  let size = 0;
  let lines = 0;
  let pending = header === null ? '' : `${header}\n`;
  while (size < bytes) {
    const isBad = badPercent > 0 && random(100) < badPercent;
    pending += `${isBad ? badLine(lines) : line(random, lines)}\n`;
    lines += 1;
    if (pending.length > 1 << 20) {
      size += writeSync(descriptor, pending);
      pending = '';
    }
  }
  closeSync(descriptor);
  return { bytes: size, lines };
}
