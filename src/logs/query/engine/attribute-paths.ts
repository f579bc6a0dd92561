/** Every way of cutting a name at its dots doubles with each dot; beyond so many parts only the two plain ways are tried. */
const MAX_PARTS_FOR_EVERY_WAY = 5;

/**
 * Where an attribute of this name may stand: `http.status` is a key with a dot in it, or `status` inside `http`.
 *
 * @returns JSON pointers (RFC 6901)
 */
export function attributePaths(name: string): string[] {
  const parts = name.split('.');
  if (parts.length > MAX_PARTS_FOR_EVERY_WAY) return [pointer([name]), pointer(parts)];
  const [first = '', ...others] = parts;
  const ways = others.reduce<string[][]>(
    (found, part) =>
      found.flatMap((way) => [
        [...way, part],
        [...way.slice(0, -1), `${way.at(-1) ?? ''}.${part}`],
      ]),
    [[first]],
  );
  return ways.map(pointer);
}

function pointer(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
