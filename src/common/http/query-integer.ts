import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/**
 * An optional whole number in a query. Only digits are converted: an empty value stays an empty string and is a fault,
 * where implicit conversion would make it zero.
 */
export function QueryInteger(options: {
  readonly min: number;
  readonly max: number;
  readonly description: string;
  readonly example: number;
  readonly default?: number;
}): PropertyDecorator {
  const { min, max, ...documented } = options;
  return applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: min, maximum: max, ...documented }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(min),
    Max(max),
  );
}
