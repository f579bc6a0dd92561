import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Says in the document what holds for every operation and stands in no decorator: one that asks for no token says so, and an
 * id in a path is a UUID.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  for (const operation of Object.values(document.paths).flatMap(operationsOf)) {
    operation.security ??= [];
    for (const parameter of operation.parameters ?? []) {
      if ('in' in parameter && parameter.in === 'path' && parameter.name.endsWith('_id'))
        describeId(parameter);
    }
  }
  return document;
}

function operationsOf(path: PathItem): Operation[] {
  return METHODS.flatMap((method) => path[method] ?? []);
}

function describeId(parameter: Parameter): void {
  parameter.description ??= `Id of the ${parameter.name.slice(0, -'_id'.length)}.`;
  parameter.schema = { type: 'string', format: 'uuid' };
}
