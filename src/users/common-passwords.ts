import { dictionary } from '@zxcvbn-ts/language-common';
import { MIN_PASSWORD_LENGTH } from './dto/password-rules.js';

let listed: ReadonlySet<string> | undefined;

/**
 * Whether attackers would try this password first: it is on the list of leaked ones, in any case, or it is the name or
 * email of its owner.
 */
export function isCommonPassword(
  password: string,
  owner: { readonly username: string; readonly email: string },
): boolean {
  const folded = password.toLowerCase();
  return (
    commonPasswords().has(folded) ||
    [owner.username, owner.email].some((name) => name.toLowerCase() === folded)
  );
}

/** Built on the first use; shorter ones are refused for their length already. */
function commonPasswords(): ReadonlySet<string> {
  listed ??= new Set(
    dictionary['passwords-common'].map(String).filter((password) => password.length >= MIN_PASSWORD_LENGTH),
  );
  return listed;
}
