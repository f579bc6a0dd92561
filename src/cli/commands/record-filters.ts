/** What `logs`, `search` and `histogram` take to say which records are wanted. */
export interface FilterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly severity?: string;
  readonly text?: string;
  readonly field: Readonly<Record<string, readonly string[]>>;
}

interface FilterQuery {
  readonly from?: string;
  readonly to?: string;
  readonly severity_min?: string;
  readonly q?: string;
}

/** The same as parameters of a request. */
export function filterQuery({ from, to, severity, text }: FilterOptions): FilterQuery {
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(severity === undefined ? {} : { severity_min: severity }),
    ...(text === undefined ? {} : { q: text }),
  };
}

type QuerySerializer = (query: Readonly<Record<string, unknown>>) => string;

/** Adds `field.<name>`, whose names OpenAPI has no words for. */
export function withFields({ field }: FilterOptions): { readonly querySerializer: QuerySerializer } {
  return {
    querySerializer: (query) => {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) parameters.append(name, String(value));
      for (const [name, values] of Object.entries(field)) {
        for (const value of values) parameters.append(`field.${name}`, value);
      }
      return parameters.toString();
    },
  };
}
