import type { FieldProfile } from '../query-request.js';

/** Different values of one field that are counted; what comes after them is counted only as filled. */
const MAX_VALUES = 1_000;
/** A longer value is no value to filter by. */
const MAX_VALUE_CHARACTERS = 200;

/** What is known of one field. */
export class FieldTally {
  private count = 0;
  private type: string | null = null;
  private readonly values = new Map<string, number>();

  /** @param value - as the filter of fields takes it; null where the value is none to filter by */
  add(type: string, value: string | null): void {
    this.count += 1;
    this.type = this.type === null || this.type === type ? type : 'mixed';
    if (value === null || value.length > MAX_VALUE_CHARACTERS) return;
    const seen = this.values.get(value);
    if (seen !== undefined) this.values.set(value, seen + 1);
    else if (this.values.size < MAX_VALUES) this.values.set(value, 1);
  }

  profile(name: string, topValues: number): FieldProfile {
    const top = [...this.values]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, topValues);
    return { name, type: this.type ?? 'string', count: this.count, top };
  }
}
