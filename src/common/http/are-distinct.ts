import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';

/**
 * The values of an array differ from each other. One longer than `max`, which another rule refuses, is not looked at: a body
 * of 100 KB holds tens of thousands of values, and class-validator's own `ArrayUnique` compares each with each.
 */
export const AreDistinct = (max: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ uniqueItems: true }),
    ValidateBy({
      name: 'areDistinct',
      constraints: [max],
      validator: {
        validate: (value: unknown): boolean =>
          !Array.isArray(value) || value.length > max || new Set(value).size === value.length,
        defaultMessage: buildMessage((each) => `${each}$property must hold each value once`),
      },
    }),
  );
