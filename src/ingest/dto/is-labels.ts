import { ValidateBy } from 'class-validator';

const MAX_LABELS = 32;
const MAX_VALUE_LENGTH = 256;
const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

function isLabels(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_LABELS &&
    entries.every(
      ([name, text]) => LABEL_NAME.test(name) && typeof text === 'string' && text.length <= MAX_VALUE_LENGTH,
    )
  );
}

/** A flat map of names to short strings. */
export const IsLabels = (): PropertyDecorator =>
  ValidateBy({
    name: 'isLabels',
    validator: {
      validate: isLabels,
      defaultMessage: () =>
        `labels must be an object of at most ${MAX_LABELS} strings of up to ${MAX_VALUE_LENGTH} characters; ` +
        'names are letters, digits, `_`, `.` and `-`',
    },
  });
