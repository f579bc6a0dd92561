import { ValidateIf } from 'class-validator';

/** Unlike IsOptional this lets only an absent field pass: null is no value of such a field. */
export const IfPresent = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);
