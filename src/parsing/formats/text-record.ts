import { FieldAssigner } from '../fields/field-assigner.js';
import { jsonKey, jsonMember, jsonScalar, jsonString } from '../fields/json-text.js';
import { meaningOf, type Role, ROLES } from '../fields/key-roles.js';
import { severityOf, severityOfHttpStatus } from '../fields/severity.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';
import { bareRow, type TextRow } from '../output/row.js';
import type { TextPattern } from '../patterns/text-pattern.js';

const PAIR = /([^\s=]+)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s"]*))/gs;

/** Reads single lines by pattern. */
export class TextRecordReader {
  private readonly fields: FieldAssigner;

  constructor(private readonly timestamps: TimestampReader) {
    this.fields = new FieldAssigner(timestamps);
  }

  /** A row for the line, null where the pattern does not fit it. */
  read(pattern: TextPattern, line: string, lineNo: number): TextRow | null {
    const match = pattern.expression.exec(line);
    if (match === null) return null;
    const row = bareRow(lineNo, 1, line);
    let attributes = '';
    for (let i = 0; i < pattern.fields.length; i += 1) {
      const text = match[i + 1];
      const field = pattern.fields[i];
      if (text === undefined || text === '' || field === undefined) continue;
      // Nothing, as most programs write it; Redis has a level of that name.
      if (text === '-' && field !== 'severity') continue;
      const member =
        typeof field === 'string'
          ? this.place(row, pattern, field, text)
          : this.attribute(row, pattern, field, text);
      if (member !== '') attributes += (attributes === '' ? '{' : ',') + member;
    }
    if (attributes !== '') row.attributes = `${attributes}}`;
    return row;
  }

  private attribute(
    row: TextRow,
    pattern: TextPattern,
    field: { attribute: string } | { number: string },
    text: string,
  ): string {
    if ('attribute' in field) return jsonKey(field.attribute) + jsonString(text);
    if (pattern.severity === 'http_status' && field.number === 'status') {
      row.severityNumber = severityOfHttpStatus(Number(text));
    }
    return jsonKey(field.number) + jsonScalar(text);
  }

  /** Fills a column; returns an attribute where the text has to stay one. */
  private place(row: TextRow, pattern: TextPattern, field: string, text: string): string {
    switch (field) {
      case 'timestamp':
        row.micros = this.timestamps.parse(text, pattern.timestamp);
        row.assumedZone = this.timestamps.assumedZone;
        row.assumedYear = this.timestamps.assumedYear;
        return Number.isNaN(row.micros) ? jsonMember('timestamp', text) : '';
      case 'severity':
        row.severityNumber = severityOf(pattern.severity, text);
        if (pattern.severity === 'syslog') return jsonMember('priority', text);
        row.severityText = text;
        return '';
      case 'pairs':
        return this.placePairs(row, text);
      case 'trace_id':
        row.traceId = text;
        return '';
      case 'span_id':
        row.spanId = text;
        return '';
      case 'service':
      case 'host':
      case 'body':
        row[field] = text;
        return '';
      default:
        throw new Error(`pattern ${pattern.name} names a field that does not exist`);
    }
  }

  private placePairs(row: TextRow, text: string): string {
    const pairs = [...text.matchAll(PAIR)].map(([, key = '', quoted, plain = '']) => ({
      key,
      value: quoted === undefined ? plain : unescapeQuoted(quoted),
    }));
    const used = new Set<number>();
    for (const role of ROLES) {
      const candidates = pairs
        .map(({ key }, i) => ({ i, own: meaningOf(key)?.own }))
        .filter(({ own }) => own?.role === role)
        .sort((a, b) => (a.own?.rank ?? 0) - (b.own?.rank ?? 0));
      if (role === 'time' && candidates.length > 1) {
        const texts = candidates.map(({ i }) => pairs[i]?.value ?? '');
        for (const index of this.fields.assignTimes(row, texts)) used.add(candidates[index]?.i ?? -1);
        continue;
      }
      const taken = candidates.find(({ i }) =>
        this.fields.assign(row, role satisfies Role, pairs[i]?.value ?? ''),
      );
      if (taken) used.add(taken.i);
    }
    return pairs
      .filter((_, i) => !used.has(i))
      .map(({ key, value }) => jsonMember(key, value))
      .join(',');
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescapeQuoted(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/gs, (_, code: string) => ESCAPES[code] ?? code) : text;
}
