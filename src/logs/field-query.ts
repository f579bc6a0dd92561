import { ApiQuery } from '@nestjs/swagger';

/** Documents `field.<name>` as the object of all of them, which is what OpenAPI has for names that clients make up. */
export const ApiFieldQuery = (): MethodDecorator =>
  ApiQuery({
    name: 'field',
    required: false,
    style: 'deepObject',
    explode: true,
    description:
      'Only records whose fields have these values: columns (`service`, `host`, `trace_id`, `span_id`, `severity_text`) ' +
      'or attributes, nested ones by dotted names: `{"status": "200", "user.id": "42"}`. Numbers are compared by value, `null` is never ' +
      'equal. In a URL `field.user.id=42`, or `field[user.id]=42`; given twice for one name, any of the values will do.',
    schema: {
      type: 'object',
      additionalProperties: { type: 'string', maxLength: 1_000 },
      maxProperties: 10,
      // Swagger UI would fill its form with names of its own.
      example: {},
    },
  });
