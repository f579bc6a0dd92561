/** `encodeURIComponent` leaves these, and RFC 5987 does not allow them in a value. */
const NOT_ATTR_CHAR = /['()*]/g;

/** `Content-Disposition` of a file to be saved under this name, whatever is in it (RFC 6266). */
export function attachment(filename: string): string {
  const encoded = encodeURIComponent(filename).replace(
    NOT_ATTR_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
