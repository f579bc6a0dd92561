/** A value of a field, and how often it was seen. */
export class FieldValueDto {
  /** As `field.<name>=` takes it. */
  value!: string;
  /** Records with it, among those looked at. */
  count!: number;
}

/** A field of a job's records. */
export class FieldDto {
  /**
   * As `field.<name>=` takes it; nested attributes have dotted names.
   * @example status
   */
  name!: string;
  /**
   * `string`, `number`, `boolean`, `array`, `object`, or `mixed`.
   * @example number
   */
  type!: string;
  /** Share of the records looked at in which the field has a value, 0 to 1. */
  filled!: number;
  /**
   * The most frequent values, at most 10, of up to 200 characters each. Of a field with many different values only the
   * first 1,000 that were seen are counted.
   */
  top!: FieldValueDto[];
}

/** The fields of a job's records. */
export class FieldsDto {
  /** Columns first, then up to 200 attributes as they were first seen. Fields without any value are left out. */
  items!: FieldDto[];
  /** Records that were looked at and match. */
  records!: number;
  /** True for a large file, of which records at even distances were looked at. */
  sampled!: boolean;
}
