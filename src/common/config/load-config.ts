import { AppConfig } from './app-config.js';
import {
  DEFAULT_JWT_SECRET,
  DEFAULT_S3_KEY,
  type Environment,
  environmentSchema,
} from './environment.schema.js';

const MIN_SECRET_LENGTH = 32;

/** The start was refused; `faults` lists everything that is wrong, a sentence each. */
export class InvalidConfigurationError extends Error {
  override readonly name = 'InvalidConfigurationError';

  constructor(readonly faults: readonly string[]) {
    super(`Invalid configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads and checks the whole environment once.
 *
 * @param source - variables by name, usually `process.env`; empty values count as not given
 * @throws InvalidConfigurationError with every fault found, not only the first
 */
export function loadConfig(source: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  const given = Object.fromEntries(
    Object.entries(source).filter(([name, value]) => name in environmentSchema.shape && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  faults.push(...(parsed.success ? combinationFaults(parsed.data) : []), ...productionFaults(given));
  if (!parsed.success || faults.length > 0) throw new InvalidConfigurationError(faults);
  return new AppConfig(parsed.data);
}

function combinationFaults(env: Environment): string[] {
  return env.LEASE_SECONDS < env.HEARTBEAT_SECONDS * 2
    ? ['LEASE_SECONDS: must be at least twice HEARTBEAT_SECONDS, or a healthy worker loses its jobs']
    : [];
}

/** Looks at the raw values, so that these faults are reported even where another variable cannot be read. */
function productionFaults(given: Readonly<Record<string, string | undefined>>): string[] {
  if (given['ENVIRONMENT'] !== 'production') return [];
  const faults: string[] = [];
  const secret = given['JWT_SECRET_KEY'] ?? DEFAULT_JWT_SECRET;
  if (secret === DEFAULT_JWT_SECRET) faults.push('JWT_SECRET_KEY: the default is refused in production');
  else if (secret.length < MIN_SECRET_LENGTH) {
    faults.push(`JWT_SECRET_KEY: must have at least ${MIN_SECRET_LENGTH} characters in production`);
  }
  const previous = given['JWT_PREVIOUS_SECRET_KEY'];
  if (previous !== undefined && (previous === DEFAULT_JWT_SECRET || previous.length < MIN_SECRET_LENGTH)) {
    faults.push('JWT_PREVIOUS_SECRET_KEY: the default or a short one is refused in production');
  }
  if ((given['CORS_ORIGINS'] ?? '*').split(',').some((origin) => origin.trim() === '*')) {
    faults.push('CORS_ORIGINS: `*` is refused in production');
  }
  if (given['DEBUG'] === 'true') faults.push('DEBUG: must be false in production');
  if (given['STORAGE_TYPE'] !== 'LOCAL') {
    for (const name of ['S3_ACCESS_KEY', 'S3_SECRET_KEY']) {
      if ((given[name] ?? DEFAULT_S3_KEY) === DEFAULT_S3_KEY) {
        faults.push(`${name}: the default is refused in production`);
      }
    }
  }
  return faults;
}
