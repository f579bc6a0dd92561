import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GENERAL_PATTERN } from './general.js';
import type { TextPattern } from './text-pattern.js';

/** Compiled or not; neither tests nor what a compiler leaves beside them. */
const DEFINITION = /^([a-z0-9-]+)\.[jt]s$/;

/** Every way to write a log line that is known: the files of `definitions/`, and the general one. */
export class PatternCatalogue {
  /** Most specific first, which is the one with the most fields; the general one is last. */
  readonly patterns: readonly TextPattern[];

  constructor(definitions: readonly TextPattern[]) {
    const specific = [...definitions].sort(
      (a, b) => b.fields.length - a.fields.length || (a.name < b.name ? -1 : 1),
    );
    this.patterns = [...specific, GENERAL_PATTERN];
  }

  /** The pattern and those to try where it does not fit: the rest of its family, then the general one. */
  withFallbacks(pattern: TextPattern): readonly TextPattern[] {
    const family = this.patterns.filter(({ family }) => family === pattern.family);
    return [...new Set([pattern, ...family, GENERAL_PATTERN])];
  }
}

let loaded: Promise<PatternCatalogue> | undefined;

/** Reads the folder of definitions once per process. */
export function patternCatalogue(): Promise<PatternCatalogue> {
  loaded ??= loadDefinitions().then((definitions) => new PatternCatalogue(definitions));
  return loaded;
}

/** The folder is the list, so that a pattern is added by one file. */
async function loadDefinitions(): Promise<TextPattern[]> {
  const files = await readdir(fileURLToPath(new URL('./definitions/', import.meta.url)));
  const names = files.flatMap((file) => DEFINITION.exec(file)?.[1] ?? []);
  return Promise.all(
    names.map(async (name) => {
      const { pattern } = (await import(`./definitions/${name}.js`)) as { readonly pattern?: TextPattern };
      if (pattern === undefined) throw new Error(`definitions/${name} exports no pattern`);
      return pattern;
    }),
  );
}
