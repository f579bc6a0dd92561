import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseFile } from '../../src/parsing/parse-file.js';
import { type AssertedLine, readAssertions } from './corpus-assertions.js';
import { requestFor, type ResultRow, rowsOf } from './parse-request-fixture.js';

const CORPUS = join(__dirname, '../corpus/crowdsec');

/** A record with its attributes, as one flat object of text. */
type Flat = Readonly<Record<string, string | undefined>>;

/** For each name that the other parser uses, ours; attributes that lie in objects are named by their path. */
type Names = Readonly<Record<string, string>>;

const ACCESS: Names = {
  remote_addr: 'client_ip',
  remote_user: 'user',
  verb: 'method',
  request: 'path',
  status: 'status',
  body_bytes_sent: 'bytes',
  http_referer: 'referer',
  http_user_agent: 'user_agent',
};
const HAPROXY: Names = {
  client_ip: 'client_ip',
  client_port: 'client_port',
  frontend_name: 'frontend',
  backend_name: 'backend',
  server_name: 'server',
  http_status_code: 'status',
  bytes_read: 'bytes',
  termination_state: 'termination_state',
  http_verb: 'method',
  http_request: 'path',
};
const ALB: Names = {
  type: 'type',
  elb: 'elb',
  remote_addr: 'client_ip',
  remote_port: 'client_port',
  elb_status_code: 'status',
  target_status_code: 'target_status',
  received_bytes: 'received_bytes',
  sent_bytes: 'bytes',
  http_method: 'method',
  http_user_agent: 'user_agent',
  ssl_cipher: 'ssl_cipher',
  ssl_protocol: 'ssl_protocol',
  target_group_arn: 'target_group_arn',
  trace_id: 'trace_id',
  domain_name: 'domain_name',
  actions_executed: 'actions_executed',
  request_creation_time: 'request_creation_time',
};
const SYSLOG: Names = { program: 'service', pid: 'pid', message: 'body' };
const TRAEFIK: Names = {
  verb: 'RequestMethod',
  request: 'RequestPath',
  status: 'DownstreamStatus',
  body_bytes_sent: 'DownstreamContentSize',
  traefik_router_name: 'RouterName',
};
const CADDY: Names = { verb: 'request.method', request: 'request.uri' };
const CLOUDTRAIL: Names = {
  source_ip: 'sourceIPAddress',
  event_name: 'eventName',
  event_source: 'eventSource',
  region: 'awsRegion',
  user_agent: 'userAgent',
  user_type: 'userIdentity.type',
};

const NOT_COMPARED = [
  // A line of Traefik's that is no JSON, and so a reject.
  'DEBUG: CrowdsecBouncer',
  // A line of nginx's error log among those of its access log: read by the general pattern.
  '"/usr/share/nginx',
];

interface Case {
  readonly file: string;
  readonly names: Names;
  /** Lines that were asserted about, so that a change of their layout is seen. */
  readonly lines: number;
  /** Comparisons that these make. */
  readonly compared: number;
}

const CASES: readonly Case[] = [
  { file: 'nginx_http-logs', names: ACCESS, lines: 9, compared: 71 },
  { file: 'haproxy-logs', names: HAPROXY, lines: 5, compared: 28 },
  { file: 'aws-alb-logs', names: ALB, lines: 14, compared: 252 },
  { file: 'sshd-logs', names: SYSLOG, lines: 21, compared: 84 },
  { file: 'syslog-logs', names: SYSLOG, lines: 1, compared: 3 },
  { file: 'docker-logs', names: SYSLOG, lines: 3, compared: 3 },
  { file: 'pgsql-logs', names: { message: 'raw' }, lines: 4, compared: 4 },
  { file: 'traefik_json', names: TRAEFIK, lines: 6, compared: 35 },
  { file: 'caddy-logs', names: CADDY, lines: 11, compared: 30 },
  { file: 'aws-cloudtrail', names: CLOUDTRAIL, lines: 2, compared: 14 },
];

function flat(row: ResultRow): Flat {
  const found: Record<string, string> = {};
  const walk = (prefix: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(prefix === '' ? key : `${prefix}.${key}`, inner);
    } else if (typeof value === 'string' || typeof value === 'number') found[prefix] = String(value);
  };
  walk('', JSON.parse(String(row['attributes'])));
  walk('', row);
  return found;
}

/** What is asserted about may be less than the line: its message, or a part of that. */
function isAbout({ raw }: AssertedLine, row: ResultRow): boolean {
  return row['raw'] === raw || String(row['body']).includes(raw);
}

/** A path as it is asserted, which may be without its query. */
function withoutQuery(ours: string, theirs: string): string {
  return ours.startsWith(`${theirs}?`) ? theirs : ours;
}

/** Pairs of what was asserted and what was found, where the other parser said something. */
function compare({ parsed, meta }: AssertedLine, row: Flat, names: Names): [string, string, string][] {
  const pairs: [string, string, string][] = [];
  for (const [theirs, ours] of Object.entries(names)) {
    const value = parsed[theirs] ?? meta[theirs];
    if (value !== undefined && value !== '')
      pairs.push([theirs, value, withoutQuery(row[ours] ?? '-', value)]);
  }
  // For load balancers of AWS its `timestamp` is the one of the request's creation.
  const time = parsed['time'] ?? meta['timestamp'];
  if (time !== undefined) {
    const ours = (row['timestamp'] ?? '-').replace(' ', 'T').slice(0, 19);
    pairs.push(['timestamp', new Date(time).toISOString().slice(0, 19), ours]);
  }
  if (meta['machine'] !== undefined) pairs.push(['machine', meta['machine'], row['host'] ?? '-']);
  return pairs;
}

describe.each(CASES)('what CrowdSec finds in $file', ({ file, names, lines, compared }) => {
  let rows: ResultRow[];
  const { workDir, ...request } = requestFor(readFileSync(join(CORPUS, `${file}.log`)));

  beforeAll(async () => {
    const outcome = await parseFile({ ...request, workDir });
    if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
    rows = await rowsOf(outcome.parquetPath);
  });
  afterAll(() => {
    rmSync(workDir, { recursive: true });
  });

  it('is found here too', () => {
    const asserted = readAssertions(join(CORPUS, `${file}.log.parser.assert`)).filter(
      ({ raw }) => !NOT_COMPARED.some((beginning) => raw.startsWith(beginning)),
    );
    const pairs = asserted.flatMap((line) => {
      const row = rows.find((each) => isAbout(line, each));
      expect([line.raw, row === undefined]).toEqual([line.raw, false]);
      return row === undefined ? [] : compare(line, flat(row), names).map((pair) => [line.raw, ...pair]);
    });
    expect(pairs.filter(([, , theirs, ours]) => theirs !== ours)).toEqual([]);
    expect([asserted.length, pairs.length]).toEqual([lines, compared]);
  });
});
