import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Document, Operation } from './document.js';

export interface FuzzedAnswer {
  readonly status: number;
  /** Without its parameters. */
  readonly contentType: string;
  readonly text: string;
}

const DOCUMENT = 'document';

/** Holds answers against the document: the status, the content type, and the body against its schema. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: false });

  constructor(document: Document) {
    formats.default(this.ajv);
    this.ajv.addSchema(document, DOCUMENT);
  }

  /** @returns what is wrong with the answer; undefined for nothing */
  faultOf(
    { path, method, answers }: Operation,
    { status, contentType, text }: FuzzedAnswer,
  ): string | undefined {
    const types = answers[String(status)];
    if (status >= 500) return `A fault of the service: ${status}.`;
    if (types === undefined) return `The status ${status} is not in the document.`;
    if (types.length === 0) return text === '' ? undefined : `The document has no body for ${status}.`;
    if (!types.includes(contentType)) return `The document has no ${contentType} for ${status}.`;
    if (!contentType.endsWith('json') || contentType === 'application/x-ndjson') return undefined;
    const place = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      status,
      'content',
      contentType,
      'schema',
    ];
    return this.faultOfBody(place, text);
  }

  private faultOfBody(place: readonly (string | number)[], text: string): string | undefined {
    const pointer = place.map((part) =>
      encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const reference = `${DOCUMENT}#/${pointer.join('/')}`;
    const validate = this.ajv.getSchema(reference) ?? this.ajv.compile({ $ref: reference });
    const isValid = validate(JSON.parse(text)) as boolean;
    return isValid ? undefined : `The body is not as documented: ${this.ajv.errorsText(validate.errors)}`;
  }
}
