/** Characters that a password needs; no composition rules (NIST SP 800-63B, section 5.1.1.2). */
export const MIN_PASSWORD_LENGTH = 12;
/** Characters that a password may have; all of them count. */
export const MAX_PASSWORD_LENGTH = 1_000;
