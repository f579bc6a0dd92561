import { isTimeOfDay } from './timestamp-layout.js';
import type { TimestampReader } from './timestamp-reader.js';

export interface ChosenTime {
  readonly micros: number;
  /** Index of the text that it was read from; two where a date and a time of day make it together. */
  readonly used: readonly number[];
}

/**
 * The time that several fields may hold, best name first. A date and a time of day in fields of their own are one time;
 * beside a time of day that does not fit it, a date alone is none. What was assumed stands in `timestamps` afterwards.
 */
export function chooseTime(
  timestamps: TimestampReader,
  texts: readonly (string | null)[],
): ChosenTime | null {
  const clock = texts.findIndex((text) => text !== null && isTimeOfDay(text));
  for (let i = 0; i < texts.length; i += 1) {
    const text = texts[i]?.trim();
    if (text === undefined) continue;
    const joined = clock < 0 ? null : joinedTime(timestamps, texts, i, clock);
    if (joined !== null) return joined;
    const micros = timestamps.parse(text);
    if (!Number.isNaN(micros) && (clock < 0 || !timestamps.dateOnly)) return { micros, used: [i] };
  }
  return null;
}

function joinedTime(
  timestamps: TimestampReader,
  texts: readonly (string | null)[],
  at: number,
  clock: number,
): ChosenTime | null {
  const dates = at === clock ? texts.keys() : [at];
  for (const date of dates) {
    const text = texts[date]?.trim();
    if (date === clock || text === undefined) continue;
    const micros = timestamps.parse(`${text} ${texts[clock]?.trim() ?? ''}`);
    if (!Number.isNaN(micros)) return { micros, used: [date, clock] };
  }
  return null;
}
