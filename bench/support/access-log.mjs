/** @returns an access log of so many lines, about 80 bytes each */
export function accessLog(lines) {
  const line = (i) =>
    `192.0.2.${i % 250} - - [17/May/2026:10:05:${String(i % 60).padStart(2, '0')} +0000] "GET /item/${i} HTTP/1.1" 200 ${i} "-" "bench"\n`;
  return Buffer.from(Array.from({ length: lines }, (_, i) => line(i)).join(''));
}
