import { applyDecorators } from '@nestjs/common';
import { IsOptional, registerDecorator } from 'class-validator';

const MAX_FIELDS = 10;
const MAX_VALUES = 20;
const MAX_NAME_CHARACTERS = 200;
const MAX_VALUE_CHARACTERS = 1_000;

/** As documents write it; who copies it means no field of this name. */
const PLACEHOLDER = '<name>';

const RULE = `field.<name> takes up to ${MAX_FIELDS} names of 1 to ${MAX_NAME_CHARACTERS} characters, each with up to ${MAX_VALUES} values of at most ${MAX_VALUE_CHARACTERS} characters; put the name of a field for ${PLACEHOLDER}, such as field.status=200`;

/** The parameters `field.<name>=value` or `field[<name>]=value` of a query, by name; a name that is given twice has an array. */
export function FieldFilters(): PropertyDecorator {
  const validated: PropertyDecorator = (target, propertyName) => {
    registerDecorator({
      name: 'fieldFilters',
      target: target.constructor,
      propertyName: propertyName as string,
      validator: { validate: isFieldFilters, defaultMessage: () => RULE },
    });
  };
  return applyDecorators(IsOptional(), validated);
}

function isFieldFilters(fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null) return false;
  const entries = Object.entries(fields);
  return entries.length <= MAX_FIELDS && entries.every(([name, values]) => isName(name) && areValues(values));
}

function isName(name: string): boolean {
  return name !== PLACEHOLDER && name.length > 0 && name.length <= MAX_NAME_CHARACTERS;
}

function areValues(given: unknown): boolean {
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return (
    values.length <= MAX_VALUES &&
    values.every((value) => typeof value === 'string' && value.length <= MAX_VALUE_CHARACTERS)
  );
}
