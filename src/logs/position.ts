import { createHash } from 'node:crypto';
import { isUUID } from 'class-validator';
import { InvalidPositionError } from './errors.js';
import { isInstant } from './instant.js';
import type { SearchPosition } from './query/query-request.js';

/**
 * Cursors: where a list goes on, as opaque text. Each holds a position and no condition, and is checked like any other
 * input, so that one that was made up leads to records that its maker may see anyway.
 */

/** Ties a cursor to one file of one run of a job. */
function markOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8);
}

function encode(...parts: readonly (string | number | bigint)[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

function decode(cursor: string, pattern: RegExp): Record<string, string> {
  const groups = pattern.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.groups;
  if (groups === undefined) throw new InvalidPositionError();
  return groups;
}

const ROW = /^row (?<mark>\S{8}) (?<order>asc|desc) (?<row>\d{1,15})$/;
const BYTE = /^byte (?<mark>\S{8}) (?<offset>\d{1,15})$/;
const TIME = /^time (?<micros>-?\d{1,18}) (?<jobId>[0-9a-f-]{36}) (?<row>\d{1,15})$/;

/** @param row - of the last record of the page, in the file with this key */
export function encodeRow(key: string, order: 'asc' | 'desc', row: number): string {
  return encode('row', markOf(key), order, row);
}

/** @throws InvalidPositionError; also where it was made for another file or another order */
export function decodeRow(cursor: string, key: string, order: 'asc' | 'desc'): number {
  const { mark, order: made, row } = decode(cursor, ROW);
  if (mark !== markOf(key) || made !== order) throw new InvalidPositionError();
  return Number(row);
}

/** @param offset - of the first byte of the next page, in the file with this key */
export function encodeOffset(key: string, offset: number): string {
  return encode('byte', markOf(key), offset);
}

/** @throws InvalidPositionError; also where it was made for another file */
export function decodeOffset(cursor: string, key: string): number {
  const { mark, offset } = decode(cursor, BYTE);
  if (mark !== markOf(key)) throw new InvalidPositionError();
  return Number(offset);
}

export function encodeTime({ micros, jobId, row }: SearchPosition): string {
  return encode('time', micros, jobId, row);
}

/** @throws InvalidPositionError */
export function decodeTime(cursor: string): SearchPosition {
  const { micros = '', jobId = '', row } = decode(cursor, TIME);
  if (!isUUID(jobId) || !isInstant(BigInt(micros))) throw new InvalidPositionError();
  return { micros: BigInt(micros), jobId, row: Number(row) };
}
