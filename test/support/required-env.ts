/** @returns a variable that the global set-up exported */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(
    `${name} is not set: run the tests through npm test, or a path outside src/ and test/unit/.`,
  );
}
