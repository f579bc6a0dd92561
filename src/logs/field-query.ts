import { ApiQuery } from '@nestjs/swagger';

/** Documents `field.<name>`, whose names OpenAPI has no words for. */
export const ApiFieldQuery = (): MethodDecorator =>
  ApiQuery({
    name: 'field.<name>',
    required: false,
    description:
      'Only records whose field of this name has this value: a column (`service`, `host`, `trace_id`, `span_id`, `severity_text`) ' +
      'or an attribute, nested ones by dotted names (`field.user.id=42`). Numbers are compared ' +
      'by value, `null` is never equal. Given twice for one name, any of the values will do.',
    schema: { type: 'string', maxLength: 1_000 },
    example: '200',
  });
