import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError */
export function parseUrl(value: string): string {
  if (URL.canParse(value) && /^https?:/.test(value)) return value.replace(/\/$/, '');
  throw new InvalidArgumentError('Give a URL such as http://localhost:8000.');
}

/** @throws InvalidArgumentError */
export function parsePositive(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number above zero.');
}

/** `name=value`, the last one for a name; @throws InvalidArgumentError */
export function addPair(value: string, earlier: Readonly<Record<string, string>>): Record<string, string> {
  const [name, rest] = split(value);
  return { ...earlier, [name]: rest };
}

/** `name=value`, all of them for a name; @throws InvalidArgumentError */
export function addValue(
  value: string,
  earlier: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const [name, rest] = split(value);
  return { ...earlier, [name]: [...(earlier[name] ?? []), rest] };
}

function split(value: string): [name: string, value: string] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give name=value.');
  return [value.slice(0, at), value.slice(at + 1)];
}
