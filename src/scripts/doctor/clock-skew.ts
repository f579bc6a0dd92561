import { type Finding, fail, ok, warn } from './finding.js';

const WORTH_A_LOOK_MS = 2_000;
/** Tokens and upload URLs are valid for minutes, and S3 refuses a signature that is 15 minutes off. */
const TOO_FAR_MS = 30_000;

/** @param theirs - the other clock, read just now; one that counts whole seconds is half a second off by itself */
export function judgeSkew(point: string, theirs: Date): Finding {
  const skewMs = Math.abs(Date.now() - theirs.getTime());
  const seconds = `${(skewMs / 1000).toFixed(1)} s`;
  if (skewMs > TOO_FAR_MS) return fail(point, `The clocks are ${seconds} apart; let NTP set both.`);
  if (skewMs > WORTH_A_LOOK_MS) return warn(point, `The clocks are ${seconds} apart; does NTP run on both?`);
  return ok(point, `The clocks are ${seconds} apart.`);
}
