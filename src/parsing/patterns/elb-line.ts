import type { PatternField } from './text-pattern.js';

/** What both kinds of load balancer write of a request, from their own name on. */
export const ELB_FIELDS: readonly PatternField[] = [
  { attribute: 'elb' },
  { attribute: 'client_ip' },
  { number: 'client_port' },
  { attribute: 'target' },
  { number: 'request_processing_time' },
  { number: 'target_processing_time' },
  { number: 'response_processing_time' },
  { number: 'status' },
  { number: 'target_status' },
  { number: 'received_bytes' },
  { number: 'bytes' },
  { attribute: 'method' },
  { attribute: 'path' },
  { attribute: 'protocol' },
  { attribute: 'user_agent' },
  { attribute: 'ssl_cipher' },
  { attribute: 'ssl_protocol' },
];
