/** Columns of the record that a named field can fill. */
export type Role = 'time' | 'level' | 'body' | 'traceId' | 'spanId' | 'service' | 'host';

export const ROLES: readonly Role[] = ['time', 'level', 'body', 'traceId', 'spanId', 'service', 'host'];

/** Names of each role, best first. A dotted name is a key with a dot in it, or a key of an object. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  time: [
    'timestamp',
    '@timestamp',
    'time',
    'ts',
    't',
    'date',
    'datetime',
    'eventTime',
    'asctime',
    '__REALTIME_TIMESTAMP',
    'timeUnixNano',
    'created_at',
    'TimeGenerated',
    // Kubernetes' audit events, Cloudflare's requests.
    'requestReceivedTimestamp',
    'EdgeStartTimestamp',
  ],
  level: [
    'severity_text',
    'severity',
    'level',
    'lvl',
    'log.level',
    'levelname',
    'loglevel',
    'PRIORITY',
    'severityText',
  ],
  body: ['body', 'message', 'msg', 'log', '@message', 'event', 'short_message', 'body.stringValue'],
  traceId: ['trace_id', 'traceId', 'trace.id', 'dd.trace_id'],
  spanId: ['span_id', 'spanId', 'span.id', 'dd.span_id'],
  service: ['service.name', 'service', 'app', 'logger', 'SYSLOG_IDENTIFIER'],
  host: ['host.name', 'host', 'hostname', '_HOSTNAME'],
};

/** What a key may stand for; `rank` 0 is the best name of its role. */
export interface Candidate {
  readonly role: Role;
  readonly rank: number;
}

export interface KeyMeaning {
  readonly own: Candidate | null;
  /** Roles of the keys inside, in lower case, where the value is an object. */
  readonly inside: ReadonlyMap<string, Candidate> | null;
}

const OWN = new Map<string, Candidate>();
const INSIDE = new Map<string, Map<string, Candidate>>();
for (const role of ROLES) {
  NAMES[role].forEach((name, rank) => {
    const lower = name.toLowerCase();
    OWN.set(lower, { role, rank });
    const dot = lower.indexOf('.');
    if (dot > 0) {
      const children = INSIDE.get(lower.slice(0, dot)) ?? new Map<string, Candidate>();
      INSIDE.set(lower.slice(0, dot), children.set(lower.slice(dot + 1), { role, rank }));
    }
  });
}

const LONGEST_NAME = 24;
const CACHE_SIZE = 4096;
const cache = new Map<string, KeyMeaning | null>();

/** What a key stands for, in any case; null for the great majority that stand for themselves. */
export function meaningOf(key: string): KeyMeaning | null {
  if (key.length > LONGEST_NAME) return null;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const lower = key.toLowerCase();
  const own = OWN.get(lower) ?? null;
  const inside = INSIDE.get(lower) ?? null;
  const meaning = own === null && inside === null ? null : { own, inside };
  // A key cut from a line may hold on to the whole chunk it was cut from, so the cache keeps a copy.
  if (cache.size < CACHE_SIZE) cache.set(Buffer.from(key).toString(), meaning);
  return meaning;
}
