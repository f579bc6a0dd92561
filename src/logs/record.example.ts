import type { RecordDto } from './dto/record.dto.js';

const RAW =
  '83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET /presentations/kibana-search.png HTTP/1.1" 200 203023 "-" "curl/8.5.0"';

/** A record, as the OpenAPI document shows it. */
export const RECORD_EXAMPLE: RecordDto = {
  line_no: 1,
  line_count: 1,
  timestamp: '2015-05-17T10:05:03.000000Z',
  observed_timestamp: '2026-11-23T10:00:02.310000Z',
  severity_number: 9,
  severity_text: null,
  body: RAW,
  service: null,
  host: null,
  trace_id: null,
  span_id: null,
  attributes: {
    client_ip: '83.149.9.216',
    method: 'GET',
    path: '/presentations/kibana-search.png',
    protocol: 'HTTP/1.1',
    status: 200,
    bytes: 203_023,
    user_agent: 'curl/8.5.0',
  },
  raw: RAW,
  labels: { env: 'prod' },
  job_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
};
