import { readFileSync } from 'node:fs';

/** What another parser makes of one line: CrowdSec's, whose assertions stand beside its samples. */
export interface AssertedLine {
  /** The line, as it was read. */
  readonly raw: string;
  readonly parsed: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
}

const ASSERTION =
  /^results\["(s\d\d-[a-z]+)"\]\["([^"]+)"\]\[(\d+)\]\.Evt\.(Parsed|Meta|Enriched)\["([^"]+)"\] == ("(?:[^"\\]|\\.)*")$/;

interface Draft {
  readonly raw: string;
  readonly Parsed: Record<string, string>;
  readonly Meta: Record<string, string>;
}

/** Unquotes a Go string, as far as these files have them. */
function unquoted(literal: string): string {
  return JSON.parse(literal.replaceAll(/\\x([\da-f]{2})/g, String.raw`\u00$1`)) as string;
}

/**
 * Reads a `.parser.assert` file: the lines that their first stage took, and, for each, what any later stage found in it.
 * Stages number the lines that they took themselves, so lines are told apart by their text.
 */
export function readAssertions(path: string): AssertedLine[] {
  const events = new Map<string, Draft>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, stage, parser, index, part, key = '', value = '""'] = ASSERTION.exec(line) ?? [];
    if (stage === undefined || part === 'Enriched') continue;
    const id = `${stage} ${parser ?? ''} ${index ?? ''}`;
    const draft = events.get(id) ?? { raw: '', Parsed: {}, Meta: {} };
    draft[part === 'Meta' ? 'Meta' : 'Parsed'][key] = unquoted(value);
    events.set(id, draft);
  }
  const lines = new Map<string, AssertedLine>();
  for (const { Parsed, Meta } of events.values()) {
    // Docker's messages end their line themselves.
    const raw = Parsed['message']?.replace(/\n$/, '');
    if (raw === undefined) continue;
    const id = `${raw} ${Parsed['timestamp'] ?? ''}`;
    const known = lines.get(id) ?? { raw, parsed: {}, meta: {} };
    lines.set(id, {
      raw,
      parsed: { ...known.parsed, ...Parsed, message: raw },
      meta: { ...known.meta, ...Meta },
    });
  }
  return [...lines.values()];
}
