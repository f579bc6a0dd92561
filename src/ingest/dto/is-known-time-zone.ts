import { isTimeZone, ValidateBy } from 'class-validator';

const MAX_REMEMBERED = 1_000;
/** Asking the runtime costs more than all other rules of a body; the zones of one client are few, and do not change. */
const known = new Set<string>();

function isKnownTimeZone(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (known.has(value)) return true;
  if (!isTimeZone(value)) return false;
  if (known.size < MAX_REMEMBERED) known.add(value);
  return true;
}

/** An IANA time zone that this runtime knows. */
export const IsKnownTimeZone = (): PropertyDecorator =>
  ValidateBy({
    name: 'isKnownTimeZone',
    validator: {
      validate: isKnownTimeZone,
      defaultMessage: () => '$property must be a valid IANA time zone',
    },
  });
