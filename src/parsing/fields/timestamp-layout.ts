import { monthOf } from './calendar.js';

/** How a timestamp is written; the tests have samples of each. */
export type TimestampLayout =
  | 'auto'
  | 'iso'
  /** `iso` with a zone behind it whose name may be one that nobody knows: then the job's zone is assumed. */
  | 'iso_any_zone'
  | 'slashed'
  | 'day_month_year'
  | 'syslog'
  | 'ctime'
  | 'klog'
  | 'compact'
  | 'yymmdd'
  | 'epoch';

/** Tells the layout by the first characters; what fits none is left to the epoch reader, which refuses it. */
export function layoutOf(text: string): Exclude<TimestampLayout, 'auto'> {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    const fifth = text.charAt(4);
    if (fifth === '-') return 'iso';
    if (fifth === '/') return 'slashed';
    if (/^\d{1,2}[/ -][A-Za-z]/.test(text)) return 'day_month_year';
    if (fifth === ' ') return 'klog';
    if (/^\d{8}[.T ]\d/.test(text)) return 'compact';
    return /^\d{6} [\d ]\d/.test(text) ? 'yymmdd' : 'epoch';
  }
  return monthOf(text.slice(0, 3)) === undefined ? 'ctime' : 'syslog';
}

const TIME_OF_DAY = /^\s*\d{1,2}:\d{2}(?!\d)/;

/** Whether a text is a time without its date, so far as its beginning shows. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text);
}
