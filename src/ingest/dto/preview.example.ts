import type { PreviewDto } from './preview.dto.js';

/** The text that the documentation asks about. */
export const PREVIEW_TEXT_EXAMPLE =
  '2026-01-02 03:04:05 ERROR Something broke\n\tat Main.main(Main.java:1)\n';

/** What it shows as the answer. */
export const PREVIEW_EXAMPLE: PreviewDto = {
  detected: {
    format: 'timestamp_level',
    confidence: 1,
    why: 'The pattern timestamp_level reads 100 % of the lines looked at with a valid timestamp.',
  },
  alternatives: [],
  counts: {
    lines: 2,
    record_lines: 2,
    records: 1,
    rejected_lines: 0,
    blank_lines: 0,
    structural_lines: 0,
  },
  timestamps: { parsed: 1, missing: 0, assumed_timezone: 1, assumed_year: 0 },
  severities: { ERROR: 1 },
  replaced_bytes: 0,
  records: [
    {
      line_no: 1,
      line_count: 2,
      timestamp: '2026-01-02T03:04:05.000000Z',
      observed_timestamp: '2026-11-24T12:00:00.000000Z',
      severity_number: 17,
      severity_text: 'ERROR',
      body: 'Something broke\n\tat Main.main(Main.java:1)',
      service: null,
      host: null,
      trace_id: null,
      span_id: null,
      attributes: {},
      raw: '2026-01-02 03:04:05 ERROR Something broke\n\tat Main.main(Main.java:1)',
      labels: {},
    },
  ],
  rejects: [],
  reject_groups: [],
  failure: null,
};
