export class HealthDto {
  /** @example healthy */
  status!: string;
  /** @example ingest-service */
  service!: string;
  /** @example 0.1.0 */
  version!: string;
}

export class LivenessDto {
  /** @example alive */
  status!: string;
}

export class ComponentsDto {
  /** @example up */
  database!: string;
  /** @example up */
  redis!: string;
  /** @example up */
  storage!: string;
}

export class ReadinessDto {
  /**
   * `ready` or `not_ready`.
   * @example ready
   */
  status!: string;
  /** Each `up` or `down`. */
  components!: ComponentsDto;
}
