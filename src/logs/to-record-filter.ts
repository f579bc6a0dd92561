import { type FieldFault, InvalidInputError } from '../common/errors/domain.error.js';
import { parseInstant } from './instant.js';
import type { RecordFilterQueryDto } from './dto/record-filter.query.dto.js';
import type { RecordFilter } from './record-filter.js';
import { parseSeverity } from './severity-threshold.js';

/** @throws InvalidInputError that names every parameter at fault */
export function toRecordFilter(query: RecordFilterQueryDto): RecordFilter {
  const faults: FieldFault[] = [];
  const read = <T>(
    name: string,
    text: string | undefined,
    parse: (text: string) => T | null,
    rule: string,
  ) => {
    if (text === undefined) return null;
    const value = parse(text);
    if (value === null) faults.push({ pointer: `?${name}`, detail: `${name} must be ${rule}` });
    return value;
  };
  const instant = 'an RFC 3339 timestamp with a zone, such as 2026-01-31T12:00:00Z';
  const filter: RecordFilter = {
    fromMicros: read('from', query.from, parseInstant, instant),
    toMicros: read('to', query.to, parseInstant, instant),
    severityMin: read('severity_min', query.severity_min, parseSeverity, 'a number from 1 to 24, or a word'),
    text: query.q ?? null,
    fields: Object.entries(query.field ?? {}).map(([name, values]) => ({ name, values: [values].flat() })),
  };
  const { fromMicros, toMicros } = filter;
  if (fromMicros !== null && toMicros !== null && toMicros < fromMicros) {
    faults.push({ pointer: '?to', detail: 'to must not be before from' });
  }
  if (faults.length > 0) {
    throw new InvalidInputError('VALIDATION_FAILED', 'The input is not valid; `errors` says where.', faults);
  }
  return filter;
}
